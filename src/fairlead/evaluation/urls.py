"""Addresses of evaluation."""

from django.urls import path

from fairlead.evaluation.views import (
    assessment_files,
    assessment_parts,
    assessments,
    costs,
    everywhere,
    home,
    inclusion,
    indicators,
    ledger,
    ledger_files,
    own_indicators,
    reach,
    reckoning,
    recurring,
)

app_name = "evaluation"
urlpatterns = [
    path("programmes/figures/", everywhere.everywhere, name="everywhere"),
    path("programmes/<uuid:pk>/evaluation/", home.home, name="home"),
    path("programmes/<uuid:pk>/evaluation/indicators/", indicators.indicators, name="indicators"),
    path("programmes/<uuid:pk>/evaluation/indicators/add/", own_indicators.add, name="add_indicator"),
    path("programmes/<uuid:pk>/evaluation/indicators/<slug:key>/", indicators.indicator, name="indicator"),
    path("evaluation/indicators/<uuid:pk>/number/", own_indicators.note, name="own_number"),
    path("evaluation/indicators/<uuid:pk>/archive/", own_indicators.archive, name="archive_indicator"),
    path("programmes/<uuid:pk>/evaluation/costs/", costs.costs, name="costs"),
    path("programmes/<uuid:pk>/evaluation/reach/", reach.reach, name="reach"),
    path("programmes/<uuid:pk>/evaluation/inclusion/", inclusion.inclusion, name="inclusion"),
    path("my/counted/<uuid:pk>/", inclusion.counted, name="counted"),
    path("programmes/<uuid:pk>/evaluation/ledger/", ledger.ledger, name="ledger"),
    path("programmes/<uuid:pk>/evaluation/ledger/recurring/", recurring.recurring, name="recurring"),
    path("programmes/<uuid:pk>/evaluation/ledger/import/", ledger_files.bring, name="bring"),
    path("programmes/<uuid:pk>/evaluation/ledger/export/", ledger_files.export, name="export"),
    path("programmes/<uuid:pk>/evaluation/rates/", reckoning.rates, name="rates"),
    path("programmes/<uuid:pk>/evaluation/reckon/", reckoning.reckon, name="reckon"),
    path("programmes/<uuid:pk>/evaluation/assessments/", assessments.assessments, name="assessments"),
    path("assessments/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<uuid:pk>/move/", assessments.move, name="assessment_move"),
    path("assessments/<uuid:pk>/speak/", assessments.speak, name="assessment_speak"),
    path("assessments/<uuid:pk>/agree/", assessment_parts.agree, name="assessment_agree"),
    path("assessments/<uuid:pk>/write/<slug:part>/", assessment_parts.write, name="assessment_write"),
    path("assessments/<uuid:pk>/file/<slug:kind>/", assessment_files.assessment_file, name="assessment_file"),
    path("assessments/actions/<uuid:pk>/", assessments.settle, name="agreed"),
    path("assessments/actions/<uuid:pk>/remove/", assessment_parts.unagree, name="unagree"),
    path("evaluation/entries/<uuid:pk>/", ledger.entry, name="entry"),
    path("evaluation/entries/<uuid:pk>/strike/", ledger.strike, name="strike"),
    path("evaluation/recurring/<uuid:pk>/end/", recurring.end, name="end_recurring"),
    path("evaluation/rates/<uuid:pk>/remove/", reckoning.remove_rate, name="remove_rate"),
]
