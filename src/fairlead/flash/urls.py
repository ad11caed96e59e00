"""Addresses of flash meetings."""

from django.urls import path

from fairlead.flash.views import own, sessions

app_name = "flash"
urlpatterns = [
    path("rounds/<uuid:pk>/flash/", sessions.of_round, name="round"),
    path("flash/<uuid:pk>/", sessions.session, name="session"),
    path("flash/<uuid:pk>/change/", sessions.change, name="change"),
    path("flash/<uuid:pk>/limit/", sessions.limit, name="limit"),
    path("flash/<uuid:pk>/<str:deed>/", sessions.act, name="act"),
    path("my/flash/<uuid:pk>/", own.mine, name="mine"),
    path("my/flash/<uuid:pk>/no/", own.decline, name="decline"),
]
