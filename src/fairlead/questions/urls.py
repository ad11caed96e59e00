"""Addresses of application forms and their drafts."""

from django.urls import path

from fairlead.questions.views import arranging, languages, listing, looking, writing

app_name = "questions"
urlpatterns = [
    path("programmes/<uuid:pk>/forms/", listing.forms, name="forms"),
    path("programmes/<uuid:pk>/forms/<slug:side>/start/", listing.start, name="start"),
    path("programmes/<uuid:pk>/forms/<slug:side>/preview/", looking.current, name="current"),
    path("forms/<uuid:pk>/", arranging.editor, name="edit"),
    path("forms/<uuid:pk>/arrange/", arranging.arrange, name="arrange"),
    path("forms/<uuid:pk>/page/", writing.section_new, name="section_new"),
    path("forms/<uuid:pk>/page/<uuid:section>/", writing.section, name="section"),
    path("forms/<uuid:pk>/page/<uuid:section>/ask/", writing.kinds, name="kinds"),
    path("forms/<uuid:pk>/page/<uuid:section>/ask/<slug:kind>/", writing.question_new, name="question_new"),
    path("forms/<uuid:pk>/question/<uuid:question>/", writing.question, name="question"),
    path("forms/<uuid:pk>/languages/", languages.languages, name="languages"),
    path("forms/<uuid:pk>/languages/<slug:code>/", languages.translation, name="translation"),
    path("forms/<uuid:pk>/preview/", looking.preview, name="preview"),
    path("forms/<uuid:pk>/changes/", looking.changes, name="changes"),
    path("forms/<uuid:pk>/publish/", looking.publish, name="publish"),
    path("forms/<uuid:pk>/discard/", looking.discard, name="discard"),
]
