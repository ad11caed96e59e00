"""What the matching pages say and do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.kernel.tokens import derived
from fairlead.matching.actions import answering, offering, running
from fairlead.matching.enums import AnswerState, RunState
from fairlead.matching.models import Answer, Proposal, Ruling, Run
from fairlead.matching.queries.todos import todos
from fairlead.matching.queries.weighing import default_weights
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import ParticipationState, TeamRole
from fairlead.programmes.models import Participation
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pool()


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def text(response):
    words = re.sub(
        r"<(script|style|title|desc)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(words.split())


def weights(**changes):
    given = default_weights()
    form = {f"weight_{key}": value for key, value in given["weights"].items()}
    form |= {f"rule_{key}": "on" for key, on in given["rules"].items() if on}
    return {**form, "institutions": "any", **changes}


def small(people, mentees=1):
    people.mentor("Ana", places=1)
    people.mentor("Boris", grade=6)
    for number in range(mentees):
        people.mentee(f"Chen{number}")


def test_coordinator_starts_a_run_and_reads_its_pairs(signed_in, people):
    small(people)
    started = signed_in.post(reverse("matching:round", args=[people.round.pk]), weights())
    run = Run.objects.get()
    assert started.url == reverse("matching:run", args=[run.pk])
    running.carry_out(run.pk, at=run.asked_at)
    page = text(signed_in.get(started.url))
    assert "The one mentee has a mentor." in page
    assert "Covers the wanted area, Dual career; the mentor is 2 grades above" in page
    assert "Next best: Boris; costs 7 points overall." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weight_areas": "101"}, "to 100."),
        ({"weight_areas": "a lot"}, "Enter a whole number from 0 to 100."),
        (
            {f"weight_{key}": "0" for key in default_weights()["weights"]},
            "Give at least one thing a weight above 0.",
        ),
    ],
)
def test_weights_out_of_range_are_refused_at_their_place_and_kept(signed_in, people, changes, sentence):
    small(people)
    response = signed_in.post(reverse("matching:round", args=[people.round.pk]), weights(**changes))
    assert response.status_code == 422
    assert sentence in text(response)
    assert f'value="{changes["weight_areas"]}"' in response.content.decode()
    assert not Run.objects.exists()


def test_run_that_waits_shows_its_progress_and_a_way_out(signed_in, people, at):
    small(people)
    run = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    Run.objects.update(state=RunState.RUNNING, step="solving", percent=30)
    page = text(signed_in.get(reverse("matching:run", args=[run.pk])))
    assert ("Finding the best pairs" in page, "Cancel" in page) == (True, True)


def test_cancelled_run_tells_the_polling_page_to_reload(signed_in, people, at):
    small(people)
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    running.cancel(asked, by=people.by, at=at)
    response = signed_in.get(reverse("matching:run", args=[asked.pk]), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")


def test_page_that_polls_gets_no_second_page_inside_it_when_the_pairs_are_found(signed_in, people, at):
    small(people)
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    Run.objects.update(state=RunState.DONE)
    response = signed_in.get(reverse("matching:run", args=[asked.pk]), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"], response.content) == (204, "true", b"")


def test_run_of_an_empty_pool_is_refused_with_a_sentence(signed_in, people):
    response = signed_in.post(reverse("matching:round", args=[people.round.pk]), weights(), follow=True)
    assert "There is nobody to match" in text(response)


def test_word_on_a_pair_asks_for_a_new_run_which_says_who_changed(signed_in, people, at):
    small(people)
    run = people.run(at)
    pair = {"mentee": people.people["Chen0"].pk, "mentor": people.people["Boris"].pk}
    signed_in.post(reverse("matching:rule", args=[people.round.pk, "lock"]), pair)
    page = text(signed_in.get(reverse("matching:run", args=[run.pk])))
    assert "1 decision of yours is not in these pairs yet." in page
    again = signed_in.post(reverse("matching:rerun", args=[run.pk]))
    running.carry_out(Run.objects.get(number=2).pk, at=at)
    assert "Chen0" in text(signed_in.get(again.url))
    compared = text(signed_in.get(reverse("matching:compare", args=[Run.objects.get(number=2).pk, run.pk])))
    assert "1 mentee has another mentor." in compared


def test_word_lifted_is_open_again(signed_in, people, at):
    small(people)
    people.run(at)
    pair = {"mentee": people.people["Chen0"].pk, "mentor": people.people["Boris"].pk}
    for kind in ("forbid", "lift"):
        signed_in.post(reverse("matching:rule", args=[people.round.pk, kind]), pair)
    assert not Ruling.objects.exists()


def test_other_mentors_are_ranked_with_their_cost(signed_in, people, at):
    small(people)
    run = people.run(at)
    url = reverse("matching:alternatives", args=[run.pk, people.people["Chen0"].pk])
    page = text(signed_in.get(url))
    assert "A Ana " in page
    assert "B Boris" in page
    assert "Costs 7 points overall" in page


def test_offers_are_sent_to_the_ticked_pairs_only(signed_in, people, at):
    small(people, mentees=2)
    run = people.run(at)
    kept, left = Proposal.objects.filter(run=run).order_by("-score")
    response = signed_in.post(reverse("matching:send", args=[run.pk]), {"pair": [kept.pk]}, follow=True)
    assert "1 pair has been written to." in text(response)
    assert set(Answer.objects.values_list("proposal", flat=True)) == {kept.pk}
    left.refresh_from_db()
    assert left.state == "proposed"


def test_sending_nothing_or_nonsense_is_refused_with_a_sentence(signed_in, people, at):
    small(people)
    run = people.run(at)
    for chosen in ([], ["nonsense"], ["00000000-0000-0000-0000-000000000000"]):
        response = signed_in.post(reverse("matching:send", args=[run.pk]), {"pair": chosen}, follow=True)
        assert "No pair was chosen, or all of them have been offered already" in text(response)


def test_offers_go_out_from_the_newest_run_only(signed_in, people, at):
    small(people)
    old = people.run(at)
    people.run(at, base=old)
    response = signed_in.post(
        reverse("matching:send", args=[old.pk]), {"pair": [old.proposals.get().pk]}, follow=True
    )
    assert "newest run" in text(response)
    assert not Answer.objects.exists()


def offered(people, at):
    small(people)
    run = people.run(at)
    offering.send_offers(run, proposals=run.proposals.all(), by=people.by, at=at)
    return {
        one.side: reverse("matching:answer", args=[derived("offer", one.pk)]) for one in Answer.objects.all()
    }


@pytest.fixture
def now(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return at


def test_both_answer_by_link_without_an_account(client, people, now):
    links = offered(people, now)
    assert "Ana as your mentor?" in text(client.get(links["mentee"]))
    thanks = client.post(links["mentee"], {"answer": "yes"}, follow=True)
    assert "Thank you, your yes is noted" in text(thanks)
    done = client.post(links["mentor"], {"answer": "yes"}, follow=True)
    assert "Chen0 is your mentee" in text(done)
    assert Mentorship.objects.count() == 1


def test_opening_the_link_answers_nothing(client, people, now):
    links = offered(people, now)
    client.get(links["mentee"])
    assert set(Answer.objects.values_list("state", flat=True)) == {AnswerState.WAITING}


def test_offer_whose_other_side_has_left_says_so_and_takes_no_answer(client, people, now):
    links = offered(people, now)
    Participation.objects.filter(pk=people.people["Chen0"].pk).update(state=ParticipationState.LEFT)
    page = text(client.get(links["mentor"]))
    assert ("This offer has ended" in page, "no longer takes part in this round" in page) == (True, True)
    assert "Yes, gladly" not in page
    assert client.post(links["mentor"], {"answer": "yes"}).status_code == 410


def test_second_answer_shows_how_the_offer_stands(client, people, now):
    links = offered(people, now)
    client.post(links["mentee"], {"answer": "no", "reason": "Not now"})
    again = client.post(links["mentee"], {"answer": "yes"})
    assert again.status_code == 410
    assert "has been answered or has ended" in text(again)
    assert Answer.objects.get(side="mentee").state == AnswerState.NO


def test_private_reason_is_shown_to_the_coordinator_and_to_nobody_else(client, people, now):
    links = offered(people, now)
    client.post(links["mentee"], {"answer": "no", "reason": "We shared an office once"})
    assert "shared an office" not in text(client.get(links["mentor"]))
    client.force_login(people.coordinator)
    run = reverse("matching:run", args=[Run.objects.get().pk])
    assert "We shared an office once" in text(client.get(run))


def test_hr_lead_reads_pairs_but_not_the_private_reason(client, people, now):
    links = offered(people, now)
    client.post(links["mentee"], {"answer": "no", "reason": "We shared an office once"})
    client.force_login(factories.member(people.round.programme, TeamRole.HR_LEAD))
    page = text(client.get(reverse("matching:run", args=[Run.objects.get().pk])))
    assert ("Chen0" in page, "shared an office" in page, "Send offers" in page) == (True, False, False)


def test_letter_carries_the_reasons_and_the_link(people, at):
    links = offered(people, at)
    letter = Letter.objects.get(to_email="chen0@northport.example", kind="offer")
    assert "- Your mentor brings experience in what you want to develop: Dual career." in letter.text
    assert letter.text.count(links["mentee"]) == 1
    assert links["mentor"] not in letter.text


def test_todos_ask_the_pair_to_answer_and_the_coordinator_to_decide(people, at):
    small(people, mentees=2)
    run = people.run(at)
    assert [todo.title for todo in todos(people.by, at=at)] == ["Decide on 2 proposed pairs"]
    proposal = run.proposals.order_by("-score")[0]
    offering.send_offers(run, proposals=[proposal], by=people.by, at=at)
    mentee = factories.actor(proposal.mentee.person)
    assert [str(todo.title) for todo in todos(mentee, at=at)] == [
        f"{proposal.mentor.person.name} as your mentor?"
    ]
    mine = Answer.objects.get(proposal=proposal, side="mentee")
    answering.give(derived("offer", mine.pk), yes=False, private_reason="", at=at)
    assert {todo.title for todo in todos(people.by, at=at)} == {
        "1 offer came to nothing: see who comes next",
        "Decide on 1 proposed pair",
    }
    assert todos(mentee, at=at) == []


@pytest.mark.parametrize("name", ["matching:round", "matching:run", "matching:send", "matching:alternatives"])
def test_page_asks_the_database_as_often_for_one_pair_as_for_three(signed_in, people, at, name):
    asked = []
    for mentees in (1, 2):
        for number in range(mentees):
            people.mentor(f"Mentor{mentees}{number}")
            people.mentee(f"Mentee{mentees}{number}")
        run = people.run(at)
        mentee = run.proposals.all()[0].mentee_id
        arguments = {"matching:round": [people.round.pk], "matching:alternatives": [run.pk, mentee]}
        url = reverse(name, args=arguments.get(name, [run.pk]))
        signed_in.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert signed_in.get(url).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]
