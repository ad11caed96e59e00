"""Addresses for signing in and out."""

from django.urls import path

from fairlead.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/link/", views.send_link, name="send_link"),
    path("sign-in/link/<str:secret>/", views.use_link, name="use_link"),
    path("my/password/", views.set_password, name="set_password"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
