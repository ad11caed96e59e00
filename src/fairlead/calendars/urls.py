"""Addresses of a person's own free times."""

from django.urls import path

from fairlead.calendars import views

app_name = "calendars"
urlpatterns = [
    path("free-times/", views.mine, name="mine"),
    path("free-times/connect/", views.connect, name="connect"),
    path("free-times/hours/", views.hours, name="hours"),
    path("free-times/<uuid:pk>/read/", views.read, name="read"),
    path("free-times/<uuid:pk>/disconnect/", views.disconnect, name="disconnect"),
]
