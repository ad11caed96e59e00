"""Addresses of peer pairs."""

from django.urls import path

from fairlead.peers.views import own, sets

app_name = "peers"
urlpatterns = [
    path("rounds/<uuid:pk>/peers/", sets.of_round, name="round"),
    path("peers/<uuid:pk>/", sets.show, name="set"),
    path("peers/<uuid:pk>/change/", sets.change, name="change"),
    path("peers/<uuid:pk>/settle/", sets.settle, name="settle"),
    path("peers/<uuid:pk>/with/<uuid:participation>/", sets.choose, name="choose"),
    path("peers/<uuid:pk>/<str:deed>/", sets.act, name="act"),
    path("my/peers/<uuid:pk>/", own.mine, name="mine"),
    path("my/peers/<uuid:pk>/end/", own.end, name="end"),
]
