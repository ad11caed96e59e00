"""Addresses of wishes."""

from django.urls import path

from fairlead.preferences.views import arranging, stating

app_name = "preferences"
urlpatterns = [
    path("rounds/<uuid:pk>/preferences/", arranging.of_round, name="terms"),
    path("my/applications/<uuid:pk>/people/", stating.people, name="people"),
]
