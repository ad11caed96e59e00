"""Addresses of applications."""

from django.urls import path

from fairlead.applications.views import (
    answering,
    applying,
    eligible,
    exporting,
    inbox,
    reviewing,
    supervising,
    together,
    writing,
)

app_name = "applications"
urlpatterns = [
    path("take-part/<slug:slug>/apply/<slug:side>/", applying.apply, name="apply"),
    path("my/applications/", applying.mine, name="mine"),
    path("my/applications/<uuid:pk>/", applying.status, name="status"),
    path("my/applications/<uuid:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path("my/applications/<uuid:pk>/supervisor/", supervising.change, name="my_supervisor"),
    path("my/applications/<uuid:pk>/answer/", answering.answer, name="answer"),
    path("my/applications/<uuid:pk>/<slug:step>/", writing.step, name="step"),
    path("approve/<str:secret>/", supervising.approve, name="approve"),
    path("rounds/<uuid:pk>/applications/", inbox.application_list, name="list"),
    path("rounds/<uuid:pk>/applications/export.csv", exporting.export, name="export"),
    path("rounds/<uuid:pk>/applications/all/<slug:deed>/", inbox.all_at_once, name="all"),
    path("rounds/<uuid:pk>/applications/together/", together.decide_together, name="together"),
    path("applications/<uuid:pk>/", reviewing.detail, name="detail"),
    path("applications/<uuid:pk>/approval/", supervising.written_record, name="approval_record"),
    path("applications/<uuid:pk>/supervisor/", supervising.change, name="supervisor"),
    path("applications/<uuid:pk>/time/", supervising.give_time, name="give_time"),
    path("applications/<uuid:pk>/record/", reviewing.record, name="record"),
    path("applications/<uuid:pk>/avoid/", reviewing.avoid, name="avoid"),
    path("applications/<uuid:pk>/decline/", reviewing.decline, name="decline"),
    path("applications/<uuid:pk>/exception/", eligible.exception, name="exception"),
    path("applications/<uuid:pk>/clarify/", reviewing.clarify, name="clarify"),
    path("applications/<uuid:pk>/<slug:deed>/", reviewing.decide, name="decide"),
]
