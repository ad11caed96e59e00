"""Addresses of programmes and rounds."""

from django.urls import path

from fairlead.programmes.views import designing, public, rounds

app_name = "programmes"
urlpatterns = [
    path("take-part/", public.public_list, name="public_list"),
    path("take-part/<slug:slug>/", public.public, name="public"),
    path("programmes/", designing.programme_list, name="list"),
    path("programmes/new/", designing.found, name="found"),
    path("programmes/<uuid:pk>/", designing.detail, name="detail"),
    path("programmes/<uuid:pk>/edit/<slug:section>/", designing.edit, name="edit"),
    path("programmes/<uuid:pk>/rounds/new/", rounds.plan, name="round_new"),
    path("rounds/<uuid:pk>/", rounds.overview, name="round"),
    path("rounds/<uuid:pk>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<uuid:pk>/move/", rounds.move, name="round_move"),
]
