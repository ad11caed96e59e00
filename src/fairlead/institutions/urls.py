"""Addresses of what pages load of an institution's face."""

from django.urls import path

from fairlead.institutions import views

app_name = "institutions"
urlpatterns = [
    path("faces/<uuid:pk>/<slug:mark>.css", views.stylesheet, name="stylesheet"),
    path("faces/<uuid:pk>/<slug:mark>.png", views.logo, name="logo"),
]
