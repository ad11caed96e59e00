"""Addresses of matching."""

from django.urls import path

from fairlead.matching.views import (
    afterwards,
    approvals,
    fairness,
    introductions,
    offers,
    pairs,
    policy,
    quotas,
    runs,
    schedules,
    sensitivity,
    simulations,
    waiting,
)

app_name = "matching"
urlpatterns = [
    path("rounds/<uuid:pk>/matching/", policy.of_round, name="round"),
    path("presets/<uuid:pk>/drop/", policy.drop_preset, name="drop_preset"),
    path("rounds/<uuid:pk>/quotas/", quotas.of_round, name="quotas"),
    path("rounds/<uuid:pk>/matching/<slug:kind>/", pairs.rule, name="rule"),
    path("rounds/<uuid:pk>/approvals/", approvals.of_round, name="approvals"),
    path("rounds/<uuid:pk>/approvals/decide/", approvals.decide, name="decide"),
    path("rounds/<uuid:pk>/approvals/deputy/", approvals.deputy, name="deputy"),
    path("rounds/<uuid:pk>/schedule/", schedules.of_round, name="schedule"),
    path("rounds/<uuid:pk>/schedule/<slug:deed>/", schedules.turn, name="turn_schedule"),
    path("rounds/<uuid:pk>/waiting/", waiting.of_round, name="waiting"),
    path("programmes/<uuid:pk>/simulations/", simulations.of_programme, name="simulations"),
    path("simulations/<uuid:pk>/", simulations.simulation, name="simulation"),
    path("simulations/<uuid:pk>/cancel/", simulations.cancel, name="cancel_simulation"),
    path("runs/<uuid:pk>/", runs.run, name="run"),
    path("runs/<uuid:pk>/weights/", sensitivity.of_run, name="sensitivity"),
    path("runs/<uuid:pk>/again/", runs.rerun, name="rerun"),
    path("runs/<uuid:pk>/cancel/", runs.cancel, name="cancel"),
    path("runs/<uuid:pk>/compare/<uuid:other>/", runs.compare, name="compare"),
    path("runs/<uuid:pk>/mentees/<uuid:mentee>/", pairs.alternatives, name="alternatives"),
    path("runs/<uuid:pk>/fairness/", fairness.fairness, name="fairness"),
    path("runs/<uuid:pk>/fairness/take/", fairness.take, name="take_step"),
    path("runs/<uuid:pk>/mentors/<uuid:mentor>/", pairs.of_mentor, name="of_mentor"),
    path("runs/<uuid:pk>/pairs/<uuid:mentee>/<uuid:mentor>/", pairs.why, name="why"),
    path("runs/<uuid:pk>/approvals/", approvals.ask, name="ask_approvals"),
    path("runs/<uuid:pk>/replace/", approvals.replace, name="replace"),
    path("runs/<uuid:pk>/offers/", offers.send, name="send"),
    path("proposals/<uuid:pk>/call-off/", offers.call_off, name="call_off"),
    path("pairs/<uuid:pk>/afterwards/<slug:deed>/", afterwards.say, name="afterwards"),
    path("pairs/<uuid:pk>/become-mentor/", afterwards.become_mentor, name="become_mentor"),
    path("introductions/<uuid:pk>/", introductions.of_pair, name="introduction"),
    path("offers/<str:secret>/", offers.answer, name="answer"),
]
