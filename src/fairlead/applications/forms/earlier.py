"""A page that was shown under an earlier version of the form and comes back after a newer one holds."""

from uuid import UUID

from django.http import QueryDict

from fairlead.applications.forms.steps import StepForm, without_nul
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.questions import queries as questions
from fairlead.questions.models import FormVersion
from fairlead.questions.queries import Page


def answered_under(application: Application, posted: QueryDict) -> tuple[Page, StepForm, QueryDict] | None:
    """The page, its form and what was posted, as the writer saw them; None when the form is still the same.

    A page names the version it shows, and whose slug it is, in hidden fields; one without counts as current.
    """
    version, slug = posted.get("version"), posted.get("page")
    if version is None or slug is None or version == str(application.form_version_id or ""):
        return None
    then = Application.objects.select_related("programme", "person").get(pk=application.pk)
    then.form_version = _version(application, version)
    if version and then.form_version is None:
        return None
    pages = questions.pages(then.form_version, then.side, asking.reading_language())
    page = next((one for one in pages if one.slug == slug), None)
    if page is None:
        return None
    clean = without_nul(posted)
    form = StepForm(then, page, clean)
    form.is_valid()
    return page, form, clean


def _version(application: Application, identity: str) -> FormVersion | None:
    try:
        return asking.earlier_version(application, UUID(identity))
    except ValueError:
        return None
