"""Addresses of pairs."""

from django.urls import path

from fairlead.mentorships.views import pairs

app_name = "mentorships"
urlpatterns = [
    path("rounds/<uuid:pk>/pairs/", pairs.pairs, name="list"),
    path("pairs/<uuid:pk>/", pairs.pair, name="detail"),
    path("pairs/<uuid:pk>/end/", pairs.end, name="end"),
    path("pairs/<uuid:pk>/<slug:name>/", pairs.step, name="step"),
]
