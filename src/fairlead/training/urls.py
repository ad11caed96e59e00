"""Addresses of training."""

from django.urls import path

from fairlead.training.views import curriculum, learning, questions, rounds, sessions

app_name = "training"
urlpatterns = [
    path("my/training/", learning.mine, name="mine"),
    path("training/<uuid:pk>/", learning.module, name="module"),
    path("training/<uuid:pk>/done/", learning.done, name="done"),
    path("training/<uuid:pk>/file/", learning.file, name="file"),
    path("training/<uuid:pk>/edit/", curriculum.edit, name="edit"),
    path("training/<uuid:pk>/arrange/", curriculum.arrange, name="arrange"),
    path("training/<uuid:pk>/questions/new/", questions.new, name="question_new"),
    path("training/<uuid:pk>/questions/<uuid:question>/", questions.question, name="question"),
    path("training/<uuid:pk>/questions/<uuid:question>/remove/", questions.remove, name="question_remove"),
    path("training/<uuid:pk>/sessions/new/", sessions.new, name="session_new"),
    path("training/sessions/<uuid:pk>/", sessions.session, name="session"),
    path("training/sessions/<uuid:pk>/edit/", sessions.edit, name="session_edit"),
    path("training/sessions/<uuid:pk>/cancel/", sessions.cancel, name="session_cancel"),
    path("training/sessions/<uuid:pk>/attendance/", sessions.tick, name="session_tick"),
    path("training/sessions/<uuid:pk>/enrol/", sessions.enrol, name="enrol"),
    path("training/sessions/<uuid:pk>/leave/", sessions.leave, name="leave"),
    path("programmes/<uuid:pk>/training/sessions/", sessions.sessions, name="sessions"),
    path("programmes/<uuid:pk>/training/", curriculum.curriculum, name="curriculum"),
    path("programmes/<uuid:pk>/training/begin/", curriculum.begin, name="begin"),
    path("programmes/<uuid:pk>/training/settle/", curriculum.settle, name="settle"),
    path("programmes/<uuid:pk>/training/new/<slug:kind>/", curriculum.new, name="new"),
    path("rounds/<uuid:pk>/training/", rounds.standing, name="standing"),
    path("rounds/<uuid:pk>/training/remind/", rounds.remind, name="remind"),
    path("rounds/<uuid:pk>/training/<uuid:participation>/", rounds.person, name="person"),
    path("rounds/<uuid:pk>/training/<uuid:participation>/lift/", rounds.lift, name="lift"),
    path(
        "rounds/<uuid:pk>/training/<uuid:participation>/take-back/<uuid:completion>/",
        rounds.take_back,
        name="take_back",
    ),
]
