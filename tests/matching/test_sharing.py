"""What the two of a pair read of why: enough to begin, nothing that belongs to others."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.models import Application
from fairlead.kernel.tokens import derived
from fairlead.matching.actions import offering, sharing
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Answer
from fairlead.matching.queries import sharing as queries
from fairlead.matching.queries import wording
from fairlead.matching.queries.noting import notes
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from tests import factories
from tests.matching.pools import pool
from tests.matching.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    made = pool()
    made.mentor("Ana", ("Dual career", "Taxation"), grade=9, places=1)
    made.mentor("Boris", ("Dual career",), grade=9, places=1)
    made.mentee("Chen", ("Dual career", "Taxation"))
    made.mentee("Dana", ("Dual career",))
    return made


def offered(people, at):
    """The pages of both sides of the strongest pair, by side."""
    run = people.run(at)
    pair = run.proposals.order_by("-score")[0]
    offering.send_offers(run, proposals=[pair], by=people.by, at=at)
    answers = Answer.objects.filter(proposal=pair)
    return pair, {one.side: reverse("matching:answer", args=[derived("offer", one.pk)]) for one in answers}


def test_each_side_reads_it_in_words_of_their_own_and_nothing_of_others(client, people):
    pair, urls = offered(people, timezone.now())
    pages = {side: text(client.get(url)) for side, url in urls.items()}
    assert "Your mentor brings experience in what you want to develop: " in pages[Side.MENTEE]
    assert "Your mentee wants to develop what you offer experience in: " in pages[Side.MENTOR]
    others = {"Ana", "Boris", "Chen", "Dana"} - {pair.mentee.person.name, pair.mentor.person.name}
    for page in pages.values():
        assert not [name for name in others if name in page]
        assert not [word for word in ("point", "grade", "better", " than ") if word in page.lower()]


def test_programme_that_does_not_show_it_says_nothing_on_page_and_in_letters(client, people):
    at = timezone.now()
    sharing.show_reasons(people.round.programme, shown=False, by=people.by, at=at)
    _pair, urls = offered(people, at)
    told = [text(client.get(url)) for url in urls.values()]
    told += [letter.text for letter in Letter.objects.filter(kind="offer")]
    assert len(told) == 4
    assert not [one for one in told if "Why the two of you" in one or "experience in what" in one]


def test_pair_reads_what_was_kept_with_it_once_its_offer_was_erased(people, at):
    made = people.run(at).proposals.order_by("-score")[0]
    made.state = ProposalState.ACCEPTED
    made.save()
    kept = ["You share an area."]
    pair = factories.mentorship(people.round, made.mentor, made.mentee, reasons=kept)
    assert queries.of_pair(pair, Side.MENTEE) == wording.for_participant(made.parts, "mentee") != kept
    made.parts = []
    made.save()
    assert queries.of_pair(pair, Side.MENTEE) == kept


def test_coordinator_sees_what_both_read_and_decides(client, people, at):
    client.force_login(people.coordinator)
    pair = people.run(at).proposals.order_by("-score")[0]
    why = reverse("matching:why", args=[pair.run_id, pair.mentee_id, pair.mentor_id])
    for sentence in wording.for_participant(pair.parts, "mentee") + wording.for_participant(
        pair.parts, "mentor"
    ):
        assert sentence in text(client.get(why))
    address = reverse("matching:show_reasons", args=[people.round.programme_id])
    for shown, told in (("no", "Not shown"), ("yes", "Shown")):
        assert client.post(address, {"shown": shown, "next": why}).url == why
        assert told in text(client.get(why))


def test_pair_for_which_nothing_speaks_is_told_without_a_comparison():
    assert wording.for_both([]) == wording.for_participant([], "mentee")
    assert "better" not in wording.for_participant([], "mentee")[0]


def test_whoever_waits_is_told_kindly_and_nobody_is_named(people, at):
    people.mentee("Emil", ("Dual career",))
    run = people.run(at)
    left = next(name for name in people.left_over(run) if name in {"Chen", "Dana", "Emil"})
    application = Application.objects.get(participation=people.people[left])
    told = " ".join(
        f"{note.title} {note.text} {' '.join(str(fact) for pair in note.facts for fact in pair)}"
        for note in notes(application, at)
    )
    assert "It says nothing about you or your work" in told
    assert not [name for name in people.people if name in told]
