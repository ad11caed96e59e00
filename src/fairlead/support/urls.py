"""Addresses of on-going support."""

from django.urls import path

from fairlead.support.views import (
    answering,
    cases,
    choosing,
    circles,
    contacts,
    health,
    helping,
    hours,
    sharing,
)

app_name = "support"
urlpatterns = [
    path("programmes/<uuid:pk>/support/", health.pairs, name="pairs"),
    path("programmes/<uuid:pk>/support/reminders/", health.patience, name="patience"),
    path("programmes/<uuid:pk>/support/contacts/", contacts.contacts, name="contacts"),
    path("programmes/<uuid:pk>/support/contacts/<uuid:contact>/", contacts.remove, name="remove_contact"),
    path("programmes/<uuid:pk>/support/cases/new/", cases.new, name="new_case"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/note/", cases.note, name="case_note"),
    path("cases/<uuid:pk>/choose/", choosing.choose, name="choose"),
    path("cases/<uuid:pk>/share/", sharing.propose, name="share"),
    path("cases/<uuid:pk>/<slug:deed>/", cases.do, name="case_do"),
    path("shared-cases/<uuid:pk>/", sharing.sharing, name="sharing"),
    path("shared-cases/<uuid:pk>/word/", sharing.word, name="sharing_word"),
    path("shared-cases/<uuid:pk>/note/", sharing.note, name="sharing_note"),
    path("shared-cases/<uuid:pk>/<slug:deed>/", sharing.do, name="sharing_do"),
    path("pairs/<uuid:pk>/help/", helping.of_pair, name="help"),
    path("pairs/<uuid:pk>/help/unsure/", helping.unsure, name="unsure"),
    path("pairs/<uuid:pk>/help/unsure/take-back/", helping.take_back, name="unsure_take_back"),
    path("pairs/<uuid:pk>/help/write/", helping.write, name="write"),
    path("programmes/<uuid:pk>/support/circles/", circles.of_programme, name="circles"),
    path("circles/<uuid:pk>/", circles.circle, name="circle"),
    path("circles/<uuid:pk>/meetings/", circles.plan, name="plan_circle"),
    path("circles/<uuid:pk>/meetings/<uuid:meeting>/move/", circles.move, name="move_circle"),
    path("circles/<uuid:pk>/meetings/<uuid:meeting>/cancel/", circles.cancel, name="cancel_circle"),
    path("circles/<uuid:pk>/join/", circles.join, name="join_circle"),
    path("circles/<uuid:pk>/leave/", circles.leave, name="leave_circle"),
    path("programmes/<uuid:pk>/support/hours/", hours.of_programme, name="hours"),
    path("hours/<uuid:pk>/book/", hours.book, name="book_hour"),
    path("hours/<uuid:pk>/give-back/", hours.give_back, name="give_back_hour"),
    path("hours/<uuid:pk>/call-off/", hours.call_off, name="call_off_hour"),
    path("together/", hours.together, name="together"),
    path("reminders/", answering.reminders, name="reminders"),
    path("pulse/<slug:secret>/", answering.pulse, name="pulse"),
]
