"""What other contexts tell an applicant where the application stands."""

from datetime import datetime

import pytest

from fairlead.applications import queries
from fairlead.applications.actions import drafting
from fairlead.applications.models import Application
from fairlead.kernel.notes import Note, in_order
from fairlead.kernel.todos import Urgency
from fairlead.programmes.enums import Side

pytestmark = pytest.mark.django_db
KNOWS = Note(title="You are third in the line", text="Two wait before you.", facts=(("Expected", "in May"),))
OFFER = Note(title="Read the offer", url="/offers/1/", action="Read it", urgency=Urgency.TODAY)
QUESTION = Note(title="Answer a question", url="/answer/", action="Answer", urgency=Urgency.SOON)
TIP = Note(title="Suggest a mentor", url="/suggest/", action="Suggest")


def told(application: Application, at: datetime) -> list[Note]:
    """What the tests let another context say."""
    return [TIP, KNOWS, QUESTION, OFFER]


def test_what_asks_for_something_comes_first_and_the_most_urgent_of_it_at_the_top() -> None:
    assert in_order([TIP, KNOWS, QUESTION, OFFER]) == [OFFER, QUESTION, TIP, KNOWS]


def test_every_context_of_the_settings_says_its_part(settings, at, round, ana):
    settings.APPLICANT_NOTES = [f"{__name__}.told", f"{__name__}.told"]
    application = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    assert queries.notes(application, at=at) == [OFFER, OFFER, QUESTION, QUESTION, TIP, KNOWS, TIP, KNOWS]


def test_an_offer_is_the_next_step_on_the_status_page(client, settings, at, round, ana):
    settings.APPLICANT_NOTES = [f"{__name__}.told"]
    application = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    page = client.get(f"/my/applications/{application.pk}/")
    assert (page.context["now"]["title"], page.context["now"]["url"]) == ("Read the offer", "/offers/1/")
    assert page.context["asked"] == [QUESTION]
    assert page.context["notes"] == [TIP, KNOWS]
    for words in ("Also waiting for you", "Answer a question", "Two wait before you.", "in May", "/suggest/"):
        assert words in page.content.decode()
