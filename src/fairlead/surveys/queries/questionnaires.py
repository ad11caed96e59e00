"""Read a programme's questionnaires and the versions that are asked."""

from django.db.models import Prefetch

from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.questions.enums import VersionState
from fairlead.questions.models import FormVersion
from fairlead.surveys.enums import Moment
from fairlead.surveys.models import Questionnaire


def home_of(programme: Programme) -> Programme:
    """The programme whose questionnaires hold here."""
    return programmes.owner(programme, Part.SURVEYS)


def of_programme(programme: Programme, *, archived: bool = False) -> list[Questionnaire]:
    """The questionnaires that hold for a programme, in the order of a cycle, with the forms' versions."""
    versions = Prefetch("form__versions", FormVersion.objects.select_related("form").order_by("-number"))
    found = Questionnaire.objects.filter(programme=home_of(programme), archived_at__isnull=not archived)
    loaded = found.select_related("form", "programme").prefetch_related(versions).order_by("made_at", "pk")
    return sorted(loaded, key=lambda one: Moment.values.index(one.moment))


def published(questionnaire: Questionnaire) -> FormVersion | None:
    """The version that waves ask when they open now."""
    return _in_state(questionnaire, VersionState.PUBLISHED)


def draft(questionnaire: Questionnaire) -> FormVersion | None:
    """The version that is being written."""
    return _in_state(questionnaire, VersionState.DRAFT)


def _in_state(questionnaire: Questionnaire, state: str) -> FormVersion | None:
    loaded = getattr(questionnaire.form, "_prefetched_objects_cache", {})
    if "versions" in loaded:
        return next((one for one in questionnaire.form.versions.all() if one.state == state), None)
    return FormVersion.objects.filter(form=questionnaire.form_id, state=state).select_related("form").first()
