"""The policy in plain language: its order of importance, its presets, and what it would do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.matching.actions import presets as keeping
from fairlead.matching.models import Preset, Run
from fairlead.matching.queries import effects, presets, runs, tiers, wording
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.weighing import as_policy, default_weights
from fairlead.matching.queries.wording import effects as said
from fairlead.matching.queries.wording import policies
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
USUAL = ("mentees", "score", "kept")


@pytest.fixture
def people():
    """Two mentees and two mentors of whom one has never had a mentee; Ana suits both better."""
    made = pool()
    made.mentor("Ana", places=2, campus="North")
    made.mentor("Boris", grade=6, campus="South")
    made.mentee("Chen", campus="North")
    made.mentee("Dana", campus="South")
    pair = factories.mentorship(
        made.round, made.people["Ana"], factories.participation(made.round, Side.MENTEE)
    )
    type(pair).objects.filter(pk=pair.pk).update(state="completed")
    return made


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def posted(**changes):
    given = default_weights()
    form = {f"weight_{key}": value for key, value in given["weights"].items()}
    form |= {f"rule_{key}": "on" for key, on in given["rules"].items() if on}
    order = {"tier": list(tiers.TIERS), "tier_on": ["mentees", "score", "kept"], "preset": "default"}
    return {**form, **order, "institutions": "any", **changes}


def test_without_a_word_the_order_is_that_of_every_earlier_run():
    old = {key: value for key, value in default_weights().items() if key not in ("tiers", "preset")}
    for weights in (old, default_weights()):
        assert as_policy(weights, seed=0).tiers == USUAL
        assert as_policy({**weights, "first": {"second": True}}, seed=0).tiers == (
            "mentees",
            "priority",
            "score",
            "kept",
        )
        assert as_policy({**weights, "least_change": True}, seed=0).tiers == ("mentees", "kept", "score")


@pytest.mark.parametrize(
    ("order", "first", "least", "expected"),
    [
        (["score"], {}, False, ("score",)),
        (["worst", "mentees", "priority"], {}, False, ("worst", "mentees")),
        (["score", "mentees"], {"again": True}, False, ("score", "mentees", "priority")),
        (["score"], {"again": True}, False, ("priority", "score")),
        (["mentees", "even", "score"], {}, True, ("mentees", "even", "kept", "score")),
        (["mentees", "kept", "even"], {}, True, ("mentees", "even", "kept")),
        (["luck"], {}, False, ()),
    ],
)
def test_order_is_kept_promises_and_least_change_have_their_place(order, first, least, expected):
    weights = {"tiers": order, "least_change": least}
    assert tiers.as_order(weights, somebody_first=bool(first)) == expected


def test_new_mentors_get_a_mentee_where_that_comes_before_points(people, at):
    assert set(people.pairs(people.run(at)).values()) == {"Ana"}
    run = people.run(at, tiers=["mentees", "new_mentors", "score"])
    assert set(people.pairs(run).values()) == {"Ana", "Boris"}
    record = {one["label"]: one["value"] for one in wording.summary(run).record}
    assert record["In this order"] == (
        "Everyone possible gets a mentor; Mentors who never had a mentee; Total fit"
    )
    assert (
        wording.summary(run).sentences[0].startswith("In the order of importance that was set, no other set")
    )


def test_spread_of_load_before_points_shares_the_mentees_out(people, at):
    run = people.run(at, tiers=["mentees", "even", "score"])
    assert set(people.pairs(run).values()) == {"Ana", "Boris"}


def test_headline_claims_the_most_possible_only_where_mentees_come_first(people, at):
    people.mentee("Emil")
    people.mentee("Farid")
    assert "At most 3 of the 4" in wording.summary(people.run(at)).headline
    last = people.run(at, tiers=["score", "mentees"])
    assert wording.summary(last).headline == "3 of 4 mentees have a mentor."


def test_longest_wait_comes_first_week_by_week(people, at):
    for name, days in {"Ana": 0, "Chen": 6, "Dana": 7}.items():
        when = at - timedelta(days=days)
        Participation.objects.filter(pk=people.people[name].pk).update(joined_at=when, places=1)
    Participation.objects.filter(pk=people.people["Boris"].pk).update(places=0)
    run = people.run(at, first={"longest": True})
    assert people.pairs(run) == {"Dana": "Ana"}
    assert run.result["first"] == []
    Participation.objects.filter(pk=people.people["Chen"].pk).update(joined_at=at - timedelta(days=900))
    assert people.pairs(people.run(at, first={"longest": True})) == {"Chen": "Ana"}


def test_run_again_and_comparison_keep_the_order(people, at):
    first = people.run(at)
    second = people.run(at, base=first, tiers=["mentees", "new_mentors", "score"])
    assert second.policy["tiers"] == ["mentees", "new_mentors", "score"]
    rows = {one["label"]: one for one in wording.side_by_side(first, second)}
    assert rows["Order of importance"]["differs"]


def test_moved_tier_stands_elsewhere_on_the_page_and_starts_nothing(signed_in, people):
    url = reverse("matching:round", args=[people.round.pk])
    page = signed_in.post(url, posted(do="up:score")).content.decode()
    shown = [
        page.index(f'name="tier" value="{key}"') for key in ("mentees", "priority", "score", "new_mentors")
    ]
    assert shown == sorted(shown)
    assert signed_in.post(url, posted(do="up:mentees")).status_code == 200
    assert signed_in.post(url, posted(do="down:luck")).status_code == 200
    assert not Run.objects.exists()


def test_order_of_the_page_is_that_of_the_run(signed_in, people):
    order = ["score", "mentees", "worst", "even", "kept", "priority", "new_mentors"]
    signed_in.post(
        reverse("matching:round", args=[people.round.pk]),
        posted(tier=order, tier_on=["worst", "mentees"], first_waited="on"),
    )
    policy = Run.objects.get().policy
    assert policy["tiers"] == ["mentees", "worst", "priority"]
    assert policy["first"]["waited"] is False


def test_ticking_who_waits_longest_alone_puts_the_longest_wait_first(signed_in, people):
    url = reverse("matching:round", args=[people.round.pk])
    assert not ticked(signed_in.get(url), "tier_on", "priority")
    counts = ["mentees", "score", "priority"]
    tried = signed_in.post(url, posted(do="try", tier_on=counts))
    assert ticked(tried, "tier_on", "priority")
    assert ticked(tried, "first_longest")
    assert "Changed from “Balanced”: Then, who has waited longest: yes" in tried.content.decode()
    signed_in.post(url, posted(tier_on=counts))
    first = Run.objects.get().policy["first"]
    assert [key for key, on in first.items() if on is True] == ["longest"]


def test_who_was_put_first_by_the_last_run_is_first_on_the_page(signed_in, people, at):
    people.run(at, first={"second": True})
    page = signed_in.get(reverse("matching:round", args=[people.round.pk]))
    assert ticked(page, "tier_on", "priority")
    assert ticked(page, "first_second")
    assert not ticked(page, "first_longest")


def ticked(page, name, value=""):
    boxes = re.findall(r"<input[^>]*checkbox[^>]*>", page.content.decode())
    (box,) = [one for one in boxes if f'name="{name}"' in one and (not value or f'value="{value}"' in one)]
    return "checked" in box


def test_order_that_makes_no_pairs_is_refused_with_a_sentence(signed_in, people):
    response = signed_in.post(
        reverse("matching:round", args=[people.round.pk]), posted(tier_on=["worst", "even"])
    )
    assert (response.status_code, Run.objects.exists()) == (422, False)
    assert "or no pairs are made." in response.content.decode()


def effect_of(people, at, **changes):
    weights = {**default_weights(), **changes}
    newest = runs.newest_done(people.round)
    return effects.effect(freeze(people.round, base=newest), weights, on=at.date(), newest=newest)


def test_each_rule_is_tried_with_and_without(people, at):
    people.mentee("Emil", campus="East")
    found = effect_of(people, at)
    assert found.switches["same_campus"] == effects.Switch(on=False, required=1, free=0)
    assert found.switches["other_unit"] == effects.Switch(on=True, required=0, free=0)
    assert found.institutions == {"any": 0, "other": 0, "same": 3}
    assert said.switch(found.switches["same_campus"]) == (
        "If you require this, 1 mentee cannot be matched; without it, every mentee can be matched."
    )


def test_effect_is_what_a_run_then_finds(people, at):
    order = ["mentees", "new_mentors", "worst", "score"]
    rules = {**default_weights()["rules"], "same_campus": True}
    for changes in ({}, {"tiers": order}, {"rules": rules}, {"institutions": "same"}):
        found, run = effect_of(people, at, **changes).standing, people.run(at, **changes)
        assert (found.matched, found.mentees, found.total, found.worst) == tuple(
            run.result[key] for key in ("matched", "mentees", "total_score", "worst")
        )


def test_effect_says_who_would_move_since_the_last_run(people, at):
    run = people.run(at)
    same = effect_of(people, at).standing
    assert (same.moved, same.before["total_score"]) == (0, run.result["total_score"])
    assert effect_of(people, at, tiers=["mentees", "new_mentors", "score"]).standing.moved == 1


def test_locked_pair_against_a_rule_is_said_and_the_other_rules_are_told(people, at):
    pair = {"mentee": people.people["Chen"], "mentor": people.people["Boris"]}
    lock(people, pair, at)
    rules = {**default_weights()["rules"], "same_campus": True}
    found = effect_of(people, at, rules=rules)
    assert (found.standing, found.problem) == (None, "locked")
    assert found.switches["same_campus"].required is None
    assert found.switches["same_campus"].free == 0


def lock(people, pair, at):
    from fairlead.matching.actions import ruling
    from fairlead.matching.enums import RulingKind

    ruling.rule(**pair, kind=RulingKind.LOCK, reason="", by=people.by, at=at)


def test_pool_without_anybody_and_one_too_large_say_so(people, at, monkeypatch):
    assert effects.effect({"mentees": [], "mentors": []}, default_weights(), on=at.date()).problem == "nobody"
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 3)
    found = effect_of(people, at)
    assert (found.problem, found.standing) == ("many", None)
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(effects, "SECONDS", -1.0)
    assert effect_of(people, at).problem == "long"


def test_effect_does_not_depend_on_the_order_of_people(people, at):
    people.mentee("Emil", campus="East")
    frozen = freeze(people.round)
    turned = {**frozen, "mentees": frozen["mentees"][::-1], "mentors": frozen["mentors"][::-1]}
    one, other = (effects.effect(some, default_weights(), on=at.date()) for some in (frozen, turned))
    assert one == other


def test_page_tries_the_form_and_keeps_what_was_typed(signed_in, people):
    url = reverse("matching:round", args=[people.round.pk])
    page = signed_in.post(url, posted(do="try", weight_campus="17"))
    assert page.status_code == 200
    assert 'value="17"' in page.content.decode()
    assert "2 of 2 mentees have a mentor." in page.content.decode()
    part = signed_in.post(url, posted(do="try", rule_same_campus="on"), headers={"HX-Request": "true"})
    assert 'id="effect-same_campus" hx-swap-oob="true"' in part.content.decode()
    assert "Only on the same campus: required" in part.content.decode()
    assert "<html" not in part.content.decode()
    wrong = signed_in.post(url, posted(do="try", weight_campus="x"), headers={"HX-Request": "true"})
    assert (wrong.status_code, Run.objects.exists()) == (200, False)
    assert "Enter a whole number" in wrong.content.decode()


def test_effect_asks_the_database_as_often_for_few_as_for_many(signed_in, people, at):
    url, asked = reverse("matching:round", args=[people.round.pk]), []
    for number in (1, 3):
        for one in range(number):
            people.mentor(f"Mentor{number}{one}")
            people.mentee(f"Mentee{number}{one}")
        people.run(at)
        with CaptureQueriesContext(connection) as captured:
            signed_in.post(url, posted(do="try"), headers={"HX-Request": "true"})
        asked.append(len(captured))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("key", presets.PRESETS)
def test_every_preset_fills_the_page_and_runs(signed_in, people, at, key):
    url = reverse("matching:round", args=[people.round.pk])
    page = signed_in.get(url, {"preset": key}).content.decode()
    policy = presets.PRESETS[key].policy()
    assert f'value="{policy["weights"]["grade"]}"' in page
    assert f'name="preset" value="{key}"' in page
    assert sum(policy["weights"].values()) == 100
    run = people.run(at, **{**policy, "preset": key})
    assert policies.preset_told(run.policy) == str(presets.PRESETS[key].name)
    changed = {**run.policy, "weights": {**run.policy["weights"], "campus": 33}}
    assert policies.preset_told(changed).endswith(", with 1 change")


def test_differences_from_a_preset_are_told_phrase_by_phrase():
    usual = presets.PRESETS["default"].policy()
    mine = {
        **usual,
        "weights": {**usual["weights"], "campus": 20},
        "rules": {**usual["rules"], "same_campus": True, "other_unit": False},
        "institutions": "other",
        "first": {"waited": True, "days": 10},
        "tiers": ["score", "mentees", "even"],
        "own": {"pace": {"weight": 3, "label": "Pace"}},
    }
    assert policies.differences(mine, usual) == [
        "Campus counts 20 instead of 5",
        "Pace counts 3 instead of 0",
        "Never within one unit: not required",
        "Only on the same campus: required",
        "Only across institutions",
        "First, who has waited long: yes",
        "10 days of waiting are long, not 42",
        "added: Spread of load",
        "left out: Least change from the last run",
        "another order of importance",
    ]
    assert policies.differences(usual, usual) == []


def test_programme_keeps_a_policy_by_name_uses_it_and_drops_it(signed_in, people):
    url = reverse("matching:round", args=[people.round.pk])
    kept = signed_in.post(
        url, posted(do="keep", weight_campus="31", preset_name="Nähe <b>", preset_reason="Short ways")
    )
    preset = Preset.objects.get()
    assert kept.url == f"{url}?preset={preset.pk}#policy"
    page = signed_in.get(kept.url).content.decode()
    assert 'value="31"' in page
    assert "Nähe &lt;b&gt;" in page
    signed_in.post(url, posted(weight_campus="32", preset=str(preset.pk)))
    assert policies.preset_told(Run.objects.get().policy) == "Nähe <b>, with 1 change"
    signed_in.post(url, posted(do="keep", weight_campus="8", preset_name="Nähe <b>"))
    assert Preset.objects.get().policy["weights"]["campus"] == 8
    drop = reverse("matching:drop_preset", args=[preset.pk])
    assert signed_in.post(f"{drop}?next={url}").url == url
    assert not Preset.objects.exists()
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"kept policy", "dropped policy"}


def test_policy_without_a_name_is_not_kept(signed_in, people):
    response = signed_in.post(
        reverse("matching:round", args=[people.round.pk]), posted(do="keep", preset_name=" ")
    )
    assert (response.status_code, Preset.objects.exists()) == (422, False)


def test_programme_keeps_so_many_policies_and_no_more(people, at):
    for number in range(keeping.MOST):
        keeping.keep(people.round.programme, name=f"P{number}", reason="", policy={}, by=people.by, at=at)
    with pytest.raises(keeping.TooManyPresets):
        keeping.keep(people.round.programme, name="one more", reason="", policy={}, by=people.by, at=at)
    keeping.keep(people.round.programme, name="P3", reason="again", policy={}, by=people.by, at=at)
    assert Preset.objects.count() == keeping.MOST


def test_preset_of_another_programme_is_not_offered(signed_in, people, at):
    other = keeping.keep(
        pool().round.programme, name="Theirs", reason="", policy=default_weights(), by=people.by, at=at
    )
    page = signed_in.get(reverse("matching:round", args=[people.round.pk]), {"preset": str(other.pk)})
    assert "Theirs" not in page.content.decode()
    assert (
        signed_in.get(reverse("matching:round", args=[people.round.pk]), {"preset": "'"}).status_code == 200
    )
