"""What other contexts tell an applicant about the application."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from fairlead.applications.models import Application
from fairlead.kernel.notes import Note, in_order


def notes(application: Application, *, at: datetime) -> list[Note]:
    """Everything the applicant should know or do now, what asks for something first."""
    sources: list[Callable[[Application, datetime], list[Note]]] = [
        import_string(path) for path in settings.APPLICANT_NOTES
    ]
    return in_order(note for source in sources for note in source(application, at))
