"""Addresses of the pages that join contexts."""

from django.urls import path

from fairlead.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
