"""Addresses of partnerships."""

from django.urls import path

from fairlead.partnerships.views import (
    arranging,
    calendar,
    coming,
    institutions,
    leaving,
    minutes,
    registering,
    steering,
    team,
    units,
)

app_name = "partnerships"
urlpatterns = [
    path("institutions/", institutions.institution_list, name="institutions"),
    path("institutions/new/", institutions.add, name="institution_new"),
    path("institutions/<uuid:pk>/", institutions.institution, name="institution"),
    path("institutions/<uuid:pk>/name/", institutions.rename, name="institution_name"),
    path("institutions/<uuid:pk>/units/new/", units.add, name="unit_new"),
    path("units/<uuid:pk>/name/", units.rename, name="unit_name"),
    path("programmes/<uuid:pk>/partners/", team.partners, name="partners"),
    path("programmes/<uuid:pk>/partners/invite/", team.invite, name="invite"),
    path("programmes/<uuid:pk>/register/", registering.of_lead, name="register"),
    path("programmes/<uuid:pk>/register/<slug:kind>/", registering.of_lead_file, name="register_file"),
    path("partnerships/<uuid:pk>/register/", registering.of_partner, name="own_register"),
    path(
        "partnerships/<uuid:pk>/register/<slug:kind>/", registering.of_partner_file, name="own_register_file"
    ),
    path("partnerships/<uuid:pk>/", arranging.page, name="page"),
    path("partnerships/<uuid:pk>/write/", arranging.write, name="write"),
    path("partnerships/<uuid:pk>/decline/", arranging.decline, name="decline"),
    path("partnerships/<uuid:pk>/leave/", leaving.leave, name="leave"),
    path("partnerships/<uuid:pk>/stay/", leaving.stay, name="stay"),
    path("partnerships/<uuid:pk>/renew/", team.renew, name="renew"),
    path("partnerships/<uuid:pk>/withdraw/", team.withdraw, name="withdraw"),
    path("partnerships/<uuid:pk>/versions/<int:number>/", arranging.version, name="version"),
    path("partnerships/<uuid:pk>/versions/<int:number>/arrangement.pdf", arranging.paper, name="paper"),
    path("arrangements/<uuid:pk>/sign/", arranging.sign, name="sign"),
    path("programmes/<uuid:pk>/steering/", steering.meetings, name="meetings"),
    path("programmes/<uuid:pk>/steering/new/", steering.new, name="meeting_new"),
    path("steering/<uuid:pk>/", steering.meeting, name="meeting"),
    path("steering/<uuid:pk>/edit/", steering.edit, name="meeting_edit"),
    path("steering/<uuid:pk>/cancel/", steering.cancel, name="meeting_cancel"),
    path("steering/<uuid:pk>/write/", minutes.write, name="minutes_write"),
    path("steering/<uuid:pk>/agree/", minutes.agree, name="action_new"),
    path("steering/<uuid:pk>/minutes/<int:number>/", minutes.version, name="minutes"),
    path("steering/<uuid:pk>/minutes/<int:number>/minutes.pdf", minutes.paper, name="minutes_paper"),
    path("steering-actions/<uuid:pk>/", minutes.settle, name="action_settle"),
    path("programmes/<uuid:pk>/team-calendar/", calendar.calendar, name="team_calendar"),
    path("programmes/<uuid:pk>/team-calendar/make/", calendar.make_feed, name="team_feed_make"),
    path("programmes/<uuid:pk>/team-calendar/revoke/", calendar.revoke_feed, name="team_feed_revoke"),
    path("team-calendar/<slug:secret>.ics", calendar.feed, name="team_feed"),
    path("partner-invitations/<str:secret>/", coming.invited, name="invited"),
]
