"""Addresses of the pages that join contexts."""

from django.urls import path

from fairlead.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("health/letters/", views.try_letters_again, name="try_letters_again"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
