"""Addresses of recognition."""

from django.urls import path

from fairlead.recognition.views import notes, own, public, team

app_name = "recognition"
urlpatterns = [
    path("recognition/", own.mine, name="mine"),
    path("recognition/record/", own.record, name="record"),
    path("recognition/pairs/<uuid:pk>/note/", notes.note, name="note"),
    path("recognition/pairs/<uuid:pk>/note/note.pdf", notes.taken, {"kind": "pdf"}, name="note_pdf"),
    path("recognition/pairs/<uuid:pk>/note/note.txt", notes.taken, {"kind": "txt"}, name="note_text"),
    path("recognition/pairs/<uuid:pk>/note/forget/", notes.forget, name="note_forget"),
    path("recognition/pairs/<uuid:pk>/hours/", own.state_hours, name="state_hours"),
    path("recognition/pairs/<uuid:pk>/hand-out/<slug:side>/", team.hand_out, name="hand_out"),
    path("certificates/<uuid:pk>/certificate.pdf", own.pdf, name="pdf"),
    path("certificates/<uuid:pk>/badge.jwt", own.badge, name="badge"),
    path("certificates/<uuid:pk>/renew/", own.renew, name="renew"),
    path("certificates/<uuid:pk>/withdraw/", team.withdraw, name="withdraw"),
    path("programmes/<uuid:pk>/certificate/", team.wording, name="wording"),
    path("programmes/<uuid:pk>/certificate/sample-<slug:side>.pdf", team.sample, name="sample"),
    path("rounds/<uuid:pk>/certificates/", team.of_round, name="round"),
    path("verify/", public.look_up, name="look_up"),
    path("verify/<str:code>/", public.verify, name="verify"),
    path("issuers/<uuid:pk>/", public.issuer, name="issuer"),
    path("issuers/<uuid:pk>/did.json", public.did, name="did"),
    path("issuers/<uuid:pk>/status/<int:number>/", public.status, name="status"),
]
