"""Addresses of mentoring circles."""

from django.urls import path

from fairlead.mentoringcircles.views import own, sessions, turning

app_name = "mentoringcircles"
urlpatterns = [
    path("rounds/<uuid:pk>/mentoring-circles/", sessions.of_round, name="round"),
    path("mentoring-circles/<uuid:pk>/", sessions.session, name="session"),
    path("mentoring-circles/<uuid:pk>/change/", sessions.change, name="change"),
    path("mentoring-circles/<uuid:pk>/seat/", turning.seat, name="seat"),
    path("mentoring-circles/<uuid:pk>/circle/<str:deed>/", turning.circle, name="circle"),
    path("mentoring-circles/<uuid:pk>/<str:deed>/", turning.act, name="act"),
    path("my/mentoring-circles/<uuid:pk>/", own.mine, name="mine"),
    path("my/mentoring-circles/<uuid:pk>/no/", own.decline, name="decline"),
]
