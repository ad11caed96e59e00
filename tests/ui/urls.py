"""The few addresses the frame names, for tests of the frame alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page."""
    return HttpResponse()


people = [path("sign-in/", nothing, name="sign_in"), path("sign-out/", nothing, name="sign_out")]
notifications = [path("mailbox/", nothing, name="mailbox")]
urlpatterns = [
    path("", include((people, "people"))),
    path("", include((notifications, "notifications"))),
]
