"""Nobody learns of being ruled out, and nobody of the team from which side a no came.

The same round is lived through twice, once with the mentee's no and once with the mentor's: whatever page
or file anybody but the two opens, it has to be the same, letter by letter.
"""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fairlead.audit.models import Entry
from fairlead.matching.actions import offering
from fairlead.matching.models import Run, Swap
from fairlead.matching.queries import exporting
from fairlead.notifications.models import Letter
from fairlead.preferences.actions import asking
from fairlead.preferences.enums import Deed, Mode
from fairlead.preferences.models import Terms
from fairlead.privacy.queries.mine import sections
from tests import factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db
CHANGING = re.compile(r"[0-9A-Za-z]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|\d+[.,]\d\d seconds|hash\S+")
FROM_MENTEE, FROM_MENTOR = ("Chen", "Ana"), ("Ana", "Chen")


@pytest.fixture
def here(at):
    found = scene(at)
    Terms.objects.update(until=timezone.localdate() + timedelta(days=2))
    found.people.mentee("Elif")
    found.people.mentor("Farid")
    return found


@pytest.fixture
def team(here):
    programme = here.people.round.programme
    found = factories.team_and_strangers(programme, here.people.away)
    return {"coordinator": here.people.coordinator} | {
        role: found[role] for role in ("partner_coordinator", "it_admin")
    }


def paths(here, first, second):
    """What there is to be read of the round, its runs, and of these people."""
    people = {name: one.pk for name, one in here.people.people.items()}
    chen, ana = people["Chen"], people["Ana"]
    of_round = (
        "matching:round",
        "matching:waiting",
        "matching:approvals",
        "preferences:terms",
        "applications:list",
        "applications:export",
        "programmes:round",
        "training:standing",
        "recruitment:coverage",
    )
    of_run = ("run", "sensitivity", "fairness", "board", "board_log", "proof_problem", "certificate")
    found = [(name, [here.people.round.pk]) for name in of_round]
    found += [(f"matching:{name}", [second.pk]) for name in of_run]
    found += [("matching:compare", [second.pk, first.pk])]
    for mentee in ("Chen", "Dana", "Elif"):
        found += [("matching:alternatives", [second.pk, people[mentee]])]
        found += [("matching:board_pick", [second.pk, people[mentee]])]
        for mentor in ("Ana", "Boris"):
            found += [("matching:why", [second.pk, people[mentee], people[mentor]])]
            found += [("matching:board_pair", [second.pk, people[mentee], people[mentor]])]
    found += [("matching:of_mentor", [second.pk, people[one]]) for one in ("Ana", "Boris")]
    found += [("matching:board_person", [second.pk, one]) for one in (chen, ana)]
    found += [("applications:detail", [here.of[one].pk]) for one in ("Chen", "Ana")]
    found += [("portal:home", [])]
    return [reverse(name, args=args) for name, args in found]


def read(client, person, path):
    client.force_login(person)
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, CHANGING.sub("", body.decode())


def lived(client, here, team, who, other):
    """All that the team and a third person read when one of the two rules the other out, then undone."""
    with transaction.atomic():
        first = here.run()
        here.say(who, Deed.RATHER_NOT, other)
        second = here.run(base=first)
        assert here.people.pairs(first)["Chen"] == "Ana" != here.people.pairs(second).get("Chen")
        seen = {
            (role, CHANGING.sub("", path), place): read(client, person, path)
            for role, person in team.items()
            for place, path in enumerate(paths(here, first, second))
        }
        dana = here.of["Dana"]
        own = [("applications:status", dana.pk), ("preferences:people", dana.pk)]
        for name, pk in own:
            seen["dana", name, 0] = read(client, dana.person, reverse(name, args=[pk]))
        letters = sorted(Letter.objects.values_list("kind", "to_email", "subject", "text"))
        entries = list(Entry.objects.order_by("pk").values_list("verb", "actor_label", "details"))
        frozen = [Run.objects.get(pk=one.pk).frozen for one in (first, second)]
        results = [
            {key: value for key, value in Run.objects.get(pk=one.pk).result.items() if key != "seconds"}
            for one in (first, second)
        ]
        told = [CHANGING.sub("", str(one)) for one in (letters, entries)]
        transaction.set_rollback(True)
    return seen, told, frozen, results


def test_no_page_file_letter_or_record_tells_from_which_side_a_no_came(client, here, team):
    one, other = (lived(client, here, team, *two) for two in (FROM_MENTEE, FROM_MENTOR))
    assert [key for key in one[0] if one[0][key] != other[0][key]] == []
    assert one[1:] == other[1:]
    read_by = Counter(role for (role, *_), (status, _body) in one[0].items() if status == 200)
    assert (read_by["coordinator"], read_by["dana"]) == (40, 2)
    assert read_by["partner_coordinator"] > read_by["it_admin"] > 0
    assert "for a reason that is not shown" in " ".join(body for _status, body in one[0].values())


def own_pages(client, here, who):
    application = here.of[who]
    named = ("applications:status", "preferences:people")
    pages = [reverse(name, args=[application.pk]) for name in named]
    return [read(client, application.person, path) for path in (*pages, reverse("portal:home"))]


@pytest.mark.parametrize(("who", "other"), [FROM_MENTEE, FROM_MENTOR])
def test_own_pages_of_who_was_ruled_out_stay_as_they_were(client, here, who, other):
    before = own_pages(client, here, other)
    here.say(who, Deed.RATHER_NOT, other)
    assert own_pages(client, here, other) == before
    assert {status for status, _body in before} == {200}


@pytest.mark.parametrize("said", ["a no", "a wish", "a question", "a swap"])
def test_team_does_not_read_of_what_is_kept_that_somebody_has_spoken(client, at, said):
    here = scene(at, mode=Mode.CHOSEN, swap_weeks=4)
    programme, round = here.people.round.programme_id, here.people.round
    pairs = (("Ana", "Dana"), ("Boris", "Chen")) if said == "a swap" else ()
    two = [factories.mentorship(round, *(here.people.people[one] for one in pair)) for pair in pairs]
    page = reverse("privacy:programme", args=[programme])
    before = read(client, here.people.coordinator, page)
    key = here.key("Chen", "Ana")
    by = factories.actor(here.of["Chen"].person)
    if said == "a swap":
        Swap.objects.create(round=round, first=two[0], second=two[1], asked_at=at, answer_by=at.date())
    elif said == "a question":
        asking.ask(here.of["Chen"], key, by=by, at=at)
    else:
        here.say("Chen", Deed.WISH if said == "a wish" else Deed.RATHER_NOT, "Ana")
    assert read(client, here.people.coordinator, page) == before
    assert "is not counted here" in before[1]


def test_who_looks_at_cards_reads_when_the_team_takes_part(client, here):
    told, warned = "can conclude it of a pair of their own", "Let somebody else look at pairs of your own"
    cards_of_chen = reverse("preferences:people", args=[here.of["Chen"].pk])
    terms = reverse("preferences:terms", args=[here.people.round.pk])
    assert told not in read(client, here.of["Chen"].person, cards_of_chen)[1]
    assert warned not in read(client, here.people.coordinator, terms)[1]
    here.people.mentor("Gus", who=here.people.coordinator)
    assert told in read(client, here.of["Chen"].person, cards_of_chen)[1]
    assert warned in read(client, here.people.coordinator, terms)[1]


def test_what_one_said_is_taken_along_in_the_words_of_the_cards_alone(here):
    here.wish("Chen", "Ana")
    here.say("Chen", Deed.RATHER_NOT, "Boris")
    told = sections(factories.actor(here.of["Chen"].person))
    assert "preferences" in {one.key for one in told}
    others = [str(here.people.people[who].pk) for who in ("Ana", "Boris")]
    assert not any(other in str(one.rows) for other in others for one in told)


def test_nobody_of_a_pair_takes_along_how_many_points_it_has(at):
    here = scene(at)
    here.wish("Chen", "Ana")
    run = here.run()
    assert any("wishes" in str(one.parts) for one in run.proposals.all())
    offering.send_offers(run, proposals=run.proposals.all(), by=here.people.by, at=at)
    for who in ("Chen", "Ana"):
        told = {one.key: one.rows for one in exporting.export(factories.actor(here.of[who].person))}
        assert {*told["offers"][0]} == {"id", "run", "state", "offered_at", "expires_at", "settled_at"}


def test_who_waits_is_not_told_that_rules_left_them_out(client, here):
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    here.say("Boris", Deed.RATHER_NOT, "Chen")
    here.people.people["Farid"].places = 0
    here.people.people["Farid"].save()
    run = here.run()
    left = [name for name in ("Chen", "Dana", "Elif") if name not in here.people.pairs(run)]
    assert left == ["Chen"]
    _status, chens = read(
        client, here.of["Chen"].person, reverse("applications:status", args=[here.of["Chen"].pk])
    )
    assert "The last matching found no mentor for you" in chens
    assert "under the programme’s rules" not in chens
