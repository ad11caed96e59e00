"""Addresses of recruitment."""

from django.urls import path

from fairlead.recruitment.views import answering, calling, team

app_name = "recruitment"
urlpatterns = [
    path("rounds/<uuid:pk>/recruitment/", team.coverage, name="coverage"),
    path("rounds/<uuid:pk>/recruitment/invitations/", team.invitations, name="invitations"),
    path("rounds/<uuid:pk>/recruitment/invite/", team.invite, name="invite"),
    path("rounds/<uuid:pk>/recruitment/reminders/", team.reminders, name="reminders"),
    path("rounds/<uuid:pk>/recruitment/past/", team.past, name="past"),
    path("rounds/<uuid:pk>/recruitment/calls/", calling.calls, name="calls"),
    path("recruitment/invitations/<uuid:pk>/withdraw/", team.withdraw, name="withdraw"),
    path("recruitment/calls/<uuid:pk>/close/", calling.close, name="close_call"),
    path("calls/<slug:slug>/", calling.call, name="call"),
    path("invited/<str:secret>/", answering.invited, name="invited"),
    path("invited/<str:secret>/<slug:said>/", answering.answer, name="answer"),
    path("my/applications/<uuid:pk>/suggest/", answering.suggest, name="suggest"),
]
