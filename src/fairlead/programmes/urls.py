"""Addresses of programmes and rounds."""

from django.urls import path

from fairlead.programmes.views import (
    cards,
    copying,
    designing,
    eligibility,
    planning,
    public,
    rounds,
    succeeding,
    wizard,
)

app_name = "programmes"
urlpatterns = [
    path("take-part/", public.public_list, name="public_list"),
    path("take-part/<slug:slug>/", public.public, name="public"),
    path("programmes/", designing.programme_list, name="list"),
    path("programmes/new/", designing.found, name="found"),
    path("programmes/<uuid:pk>/", designing.detail, name="detail"),
    path("programmes/<uuid:pk>/edit/<slug:section>/", designing.edit, name="edit"),
    path("team/<uuid:pk>/hand-over/", succeeding.hand_over, name="hand_over"),
    path("programmes/<uuid:pk>/design/", wizard.resume, name="design"),
    path("programmes/<uuid:pk>/design/<slug:step>/", wizard.step, name="design_step"),
    path("programmes/<uuid:pk>/letters/", designing.letters, name="letters"),
    path("programmes/<uuid:pk>/eligibility/", eligibility.rules, name="eligibility"),
    path("programmes/<uuid:pk>/eligibility/rule/", eligibility.rule, name="eligibility_rule"),
    path("programmes/from-card/", cards.begin, name="card_begin"),
    path("programmes/<uuid:pk>/card/", cards.card, name="card"),
    path("programmes/<uuid:pk>/card/edit/", cards.edit_card, name="card_edit"),
    path("programmes/<uuid:pk>/card.json", cards.card_file, name="card_file"),
    path("programmes/<uuid:pk>/copy/", copying.copy, name="copy"),
    path("programmes/<uuid:pk>/archive/", copying.archive, name="archive"),
    path("programmes/<uuid:pk>/rounds/new/", rounds.plan, name="round_new"),
    path("rounds/<uuid:pk>/", rounds.overview, name="round"),
    path("rounds/<uuid:pk>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<uuid:pk>/move/", rounds.move, name="round_move"),
    path("rounds/<uuid:pk>/again/", copying.again, name="round_again"),
    path("rounds/<uuid:pk>/calendar/", planning.calendar, name="calendar"),
    path("rounds/<uuid:pk>/calendar.ics", planning.calendar_file, name="calendar_file"),
]
