"""Addresses of pairs."""

from django.urls import path

from fairlead.mentorships import views

app_name = "mentorships"
urlpatterns = [
    path("rounds/<uuid:pk>/pairs/", views.pairs, name="list"),
    path("pairs/<uuid:pk>/", views.pair, name="detail"),
    path("pairs/<uuid:pk>/end/", views.end, name="end"),
    path("pairs/<uuid:pk>/<slug:name>/", views.step, name="step"),
]
