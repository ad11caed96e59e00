"""Addresses of the mailbox."""

from django.urls import path

from fairlead.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<uuid:pk>/", views.letter, name="letter"),
    path("<uuid:pk>/meeting.ics", views.invitation, name="invitation"),
]
