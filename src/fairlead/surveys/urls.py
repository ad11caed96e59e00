"""Addresses of surveys."""

from django.urls import path

from fairlead.surveys.views import answering, building, changing, running

app_name = "surveys"
urlpatterns = [
    path("programmes/<uuid:pk>/surveys/", building.questionnaires, name="questionnaires"),
    path("programmes/<uuid:pk>/surveys/add/<slug:instrument>/", building.add, name="add"),
    path("programmes/<uuid:pk>/surveys/bring/", building.bring, name="bring"),
    path("programmes/<uuid:pk>/surveys/source/", building.source, name="source"),
    path("surveys/<uuid:pk>/settings/", building.settle, name="settle"),
    path("surveys/<uuid:pk>/do/<slug:deed>/", building.do, name="do"),
    path("rounds/<uuid:pk>/surveys/", running.waves, name="waves"),
    path("rounds/<uuid:pk>/surveys/usual/", running.plan_usual, name="plan_usual"),
    path("rounds/<uuid:pk>/surveys/plan/<uuid:questionnaire>/", running.plan, name="plan"),
    path("rounds/<uuid:pk>/surveys/change/", changing.change, name="change"),
    path("rounds/<uuid:pk>/surveys/comparison/", changing.comparison, name="comparison"),
    path("rounds/<uuid:pk>/surveys/comparison/columns/", changing.columns, name="columns"),
    path("surveys/waves/<uuid:pk>/", running.wave, name="wave"),
    path("surveys/waves/<uuid:pk>/days/", running.days, name="days"),
    path("surveys/waves/<uuid:pk>/move/<slug:deed>/", running.move, name="move"),
    path("my/surveys/", answering.mine, name="mine"),
    path("my/surveys/<uuid:pk>/", answering.answer, name="answer"),
    path("survey/<str:secret>/", answering.by_link, name="by_link"),
]
