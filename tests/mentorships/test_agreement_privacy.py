"""Nobody but the two finds a word of an agreement in a table or on the pair's page.

That no address, file or log tells it to any other role is asked in `tests/scope`, where it is told too.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import Side
from tests import factories
from tests.mentorships import agreeing

pytestmark = pytest.mark.django_db

SECRETS = ("Kestrel-Nine", "Heron-Two", "Osprey-Five", "Plover-Six", "Dunlin-Four")


@pytest.fixture
def stage(at):
    """A pair with a version in force, one before, one under way; and everybody who might look."""
    round = factories.round()
    home, away = factories.unit(), factories.unit()
    mentor_application = factories.application(round, Side.MENTOR, unit=home)
    mentee_application = factories.application(round, Side.MENTEE, unit=away)
    pair = factories.mentorship(
        round,
        mentor_application.participation,
        mentee_application.participation,
        state=MentorshipState.ACTIVE,
    )
    for one, unit in ((pair.mentor, home), (pair.mentee, away)):
        factories.affiliation(one.person, unit)
    agreeing.agree(pair, at, place="Kestrel-Nine", contact="Heron-Two")
    agreeing.agree(pair, at, place="Osprey-Five", confidentiality_more="Plover-Six")
    agreeing.write(pair, agreeing.mentee(pair), at, more="Dunlin-Four")
    agreeing.sign(pair, agreeing.mentee(pair), at)
    return pair, factories.team_and_strangers(round.programme, home.institution)


def test_coordinator_sees_that_it_is_in_force_and_no_word_of_it(client, stage):
    pair, persons = stage
    client.force_login(persons["coordinator"])
    shown = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert "In force since" in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_the_two_do_read_it(client, stage):
    pair, _persons = stage
    for half in (pair.mentor, pair.mentee):
        client.force_login(half.person)
        pages = [reverse("mentorships:agreement", args=[pair.pk])]
        pages += [reverse("mentorships:agreement_version", args=[pair.pk, number]) for number in (1, 2, 3)]
        read = " ".join(client.get(page).content.decode() for page in pages)
        assert [secret for secret in SECRETS if secret not in read] == []


def test_no_table_holds_a_word_of_it_in_the_clear(stage):
    holding = set()
    for model in apps.get_models():
        for row in model.objects.values_list():
            text = " ".join(
                bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row
            )
            if any(secret in text for secret in SECRETS):
                holding.add(model._meta.label)
    assert holding == set()
