"""Every address of the application, one line per context."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fairlead.portal.urls")),
    path("", include("fairlead.people.urls")),
    path("", include("fairlead.institutions.urls")),
    path("", include("fairlead.calendars.urls")),
    path("", include("fairlead.programmes.urls")),
    path("", include("fairlead.partnerships.urls")),
    path("", include("fairlead.training.urls")),
    path("", include("fairlead.questions.urls")),
    path("", include("fairlead.recruitment.urls")),
    path("", include("fairlead.surveys.urls")),
    path("", include("fairlead.preferences.urls")),
    path("", include("fairlead.flash.urls")),
    path("", include("fairlead.mentoringcircles.urls")),
    path("", include("fairlead.peers.urls")),
    path("", include("fairlead.applications.urls")),
    path("", include("fairlead.matching.urls")),
    path("", include("fairlead.support.urls")),
    path("", include("fairlead.mentorships.urls")),
    path("", include("fairlead.recognition.urls")),
    path("", include("fairlead.evaluation.urls")),
    path("", include("fairlead.privacy.urls")),
    path("", include("fairlead.integrations.form_csv.urls")),
    path("mailbox/", include("fairlead.notifications.urls")),
]
