"""Addresses of pairs."""

from django.urls import path

from fairlead.mentorships.views import agreement_templates, agreements, goals, pairs, plans, reviews

app_name = "mentorships"
urlpatterns = [
    path("rounds/<uuid:pk>/pairs/", pairs.pairs, name="list"),
    path("pairs/<uuid:pk>/", pairs.pair, name="detail"),
    path("pairs/<uuid:pk>/end/", pairs.end, name="end"),
    path("programmes/<uuid:pk>/agreement/", agreement_templates.template, name="agreement_template"),
    path("pairs/<uuid:pk>/agreement/", agreements.agreement, name="agreement"),
    path("pairs/<uuid:pk>/agreement/write/", agreements.write, name="agreement_write"),
    path("pairs/<uuid:pk>/agreement/sign/", agreements.sign, name="agreement_sign"),
    path("pairs/<uuid:pk>/agreement/take-back/", agreements.take_back, name="agreement_take_back"),
    path("pairs/<uuid:pk>/agreement/<int:number>/", agreements.version, name="agreement_version"),
    path("pairs/<uuid:pk>/plan/", plans.plan, name="plan"),
    path("pairs/<uuid:pk>/plan/agree/", plans.agree, name="plan_agree"),
    path("pairs/<uuid:pk>/plan/change/", plans.reopen, name="plan_reopen"),
    path("pairs/<uuid:pk>/plan/share/", plans.share, name="plan_share"),
    path("pairs/<uuid:pk>/plan/examples/", plans.examples, name="plan_examples"),
    path("pairs/<uuid:pk>/plan/agendas/", plans.agendas, name="plan_agendas"),
    path("pairs/<uuid:pk>/plan/goals/new/", goals.new, name="goal_new"),
    path("pairs/<uuid:pk>/plan/goals/<uuid:goal>/", goals.goal, name="goal"),
    path("pairs/<uuid:pk>/plan/goals/<uuid:goal>/steps/", goals.step_new, name="goal_step_new"),
    path("pairs/<uuid:pk>/plan/goals/<uuid:goal>/<slug:do>/", goals.goal_do, name="goal_do"),
    path("pairs/<uuid:pk>/plan/steps/<uuid:step>/", goals.step, name="goal_step"),
    path("pairs/<uuid:pk>/plan/steps/<uuid:step>/<slug:do>/", goals.step_do, name="goal_step_do"),
    path("pairs/<uuid:pk>/plan/review/<slug:which>/", reviews.review, name="review"),
    path("pairs/<uuid:pk>/plan/review/<slug:which>/<uuid:goal>/", reviews.review_goal, name="review_goal"),
    path("pairs/<uuid:pk>/<slug:name>/", pairs.step, name="step"),
]
