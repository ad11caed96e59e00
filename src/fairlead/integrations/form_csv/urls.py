"""Addresses of the import."""

from django.urls import path

from fairlead.integrations.form_csv import views

app_name = "form_csv"
urlpatterns = [
    path("rounds/<uuid:pk>/import/", views.start, name="start"),
    path("imports/<uuid:pk>/columns/", views.columns, name="columns"),
    path("imports/<uuid:pk>/preview/", views.preview, name="preview"),
    path("imports/<uuid:pk>/rows/<int:number>/", views.row, name="row"),
    path("imports/<uuid:pk>/left-out.csv", views.left_out, name="left_out"),
    path("imports/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("imports/<uuid:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("imports/<uuid:pk>/", views.done, name="done"),
]
