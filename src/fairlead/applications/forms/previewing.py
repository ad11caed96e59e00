"""A page of the application form that nobody fills in, for those who build it."""

from fairlead.applications.forms.steps import StepForm
from fairlead.applications.models import Application
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from fairlead.questions.queries import Page


class PreviewForm(StepForm):
    """A page of the form with the template that draws its standard questions."""

    drawn_by = "applications/standard.html"


def form(page: Page, programme: Programme, side: str) -> PreviewForm:
    """The page as an applicant on this side finds it before the first answer; nothing is stored."""
    return PreviewForm(Application(programme=programme, side=side, person=Person()), page)
