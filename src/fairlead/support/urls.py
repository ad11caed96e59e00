"""Addresses of on-going support."""

from django.urls import path

from fairlead.support.views import health

app_name = "support"
urlpatterns = [
    path("programmes/<uuid:pk>/support/", health.pairs, name="pairs"),
    path("programmes/<uuid:pk>/support/reminders/", health.patience, name="patience"),
]
