"""Addresses of privacy."""

from django.urls import path

from fairlead.privacy.views import mine, ruling

app_name = "privacy"
urlpatterns = [
    path("my/data/", mine.mine, name="mine"),
    path("my/data/my-data.zip", mine.take_along, name="take_along"),
    path("programmes/<uuid:pk>/data/", ruling.programme, name="programme"),
    path("rounds/<uuid:pk>/data/", ruling.round, name="round"),
]
