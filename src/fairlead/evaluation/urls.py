"""Addresses of evaluation."""

from django.urls import path

from fairlead.evaluation.views import home

app_name = "evaluation"
urlpatterns = [
    path("programmes/<uuid:pk>/evaluation/", home.home, name="home"),
]
