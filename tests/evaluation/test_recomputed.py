"""Every indicator of the demo, computed a second time from its tables, by another way: pandas."""

from datetime import timedelta
from math import sqrt

import pandas as pd
import pytest
from django.apps import apps
from django.utils import timezone

from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.queries import boards
from fairlead.kernel.times import day_of
from fairlead.programmes.models import Programme
from fairlead.surveys.models import Wave
from fairlead.surveys.queries.boxed import shown
from fairlead.training.queries import standing

pytestmark = pytest.mark.django_db
WAITING = ["submitted", "accepted", "waitlisted"]
LIVE = ["starting", "active", "paused"]


@pytest.fixture(scope="module")
def now(demo_told):
    """The moment at which this module's demo was told."""
    return demo_told


@pytest.fixture(autouse=True)
def _told(now):
    """The demo, told once and taken back at the end of the module."""


def table(label):
    return pd.DataFrame(list(apps.get_model(label).objects.order_by().values()))


def local(moments):
    return pd.to_datetime(moments, utc=True).dt.tz_convert(str(timezone.get_default_timezone())).dt.date


class Tables:
    """The tables of one programme."""

    def __init__(self, slug, now):
        self.programme, self.today = Programme.objects.get(slug=slug), day_of(now)
        rounds, sent = table("programmes.round"), table("applications.application")
        rounds = rounds[rounds["programme_id"] == self.programme.pk]["id"]
        sent = sent[(sent["programme_id"] == self.programme.pk) & (sent["state"] != "draft")]
        self.sent = sent[sent["submitted_at"].notna()].merge(
            table("applications.supervisorapproval")[["application_id", "state", "asked_at", "answered_at"]],
            left_on="id",
            right_on="application_id",
            how="left",
            suffixes=("", "_said"),
        )
        pairs = table("mentorships.mentorship")
        pairs = pairs[pairs["round_id"].isin(rounds)]
        homes = sent[["participation_id", "institution_id", "unit_id", "submitted_at", "person_id"]]
        pairs = pairs.merge(homes, left_on="mentee_id", right_on="participation_id", how="left")
        self.pairs = pairs.merge(
            homes, left_on="mentor_id", right_on="participation_id", how="left", suffixes=("", "_mentor")
        )
        held = table("mentorships.meeting").query("state == 'held'")
        held = held[held["mentorship_id"].isin(pairs["id"])]
        self.held = held.assign(day=local(held["starts_at"]))
        places = table("programmes.participation")
        self.places = places[places["round_id"].isin(rounds)]
        self.rounds = rounds


def of_applications(tables):
    sent = tables.sent
    mentees = sent[sent["side"] == "mentee"]
    said = mentees[mentees["state_said"].notna()]
    approved = mentees["state_said"].eq("approved")
    if not tables.programme.supervisor_approval:
        approved |= mentees["state_said"].isna()
    matched = mentees["participation_id"].isin(tables.pairs["mentee_id"])
    waiting = mentees["state"].isin(WAITING) | matched
    may = mentees[approved & waiting]
    mentors = sent[(sent["side"] == "mentor") & (sent["state"] == "accepted")]
    places = tables.places.set_index("id")["places"].reindex(mentors["participation_id"]).sum()
    days = (said["answered_at"] - said["asked_at"]).dropna().dt.total_seconds() / 86400
    partners = table("programmes.partner").query("programme_id == @tables.programme.pk")["institution_id"]
    staff = table("people.affiliation")
    inside = staff["institution_id"].isin({*partners, tables.programme.lead_id})
    began = staff["started_on"].isna() | (staff["started_on"] <= tables.today)
    stays = staff["ended_on"].isna() | staff["ended_on"].map(lambda day: bool(day) and day > tables.today)
    return {
        "reach": len(sent.drop_duplicates(["round_id", "person_id"])) / (inside & began & stays).sum(),
        "coverage": places / len(may) if len(may) else None,
        "approval_rate": said["state_said"].eq("approved").mean() if len(said) else None,
        "approval_days": days.median() if len(days) else None,
        "match_rate": may["participation_id"].isin(tables.pairs["mentee_id"]).mean() if len(may) else None,
    }


def of_pairs(tables):
    pairs, today = tables.pairs, tables.today
    begun = pairs[pairs["starts_on"] <= today]
    over = begun[begun["state"].isin(["completed", "ended_early"]) | (begun["ends_on"] < today)]
    early, done = pairs.query("state == 'ended_early'"), pairs.query("state == 'completed'")
    holding = pairs[pairs["state"].isin([*LIVE, "completed"])]
    again = [
        bool(((holding["person_id"] == one.person_id) & (holding["starts_on"] > one.starts_on)).any())
        for one in early.itertuples()
    ]
    mentors = tables.places.query("side == 'mentor'")
    mentors = mentors.assign(day=local(mentors["joined_at"]))
    became = [
        bool(((mentors["person_id"] == one.person_id) & (mentors["day"] > one.starts_on)).any())
        for one in done.itertuples()
    ]
    waits = (pairs["agreed_at"] - pairs["submitted_at"]).dropna().dt.total_seconds() / 86400
    units = pairs.dropna(subset=["unit_id", "unit_id_mentor"])
    offers = table("matching.proposal")
    runs = table("matching.run")
    offers = offers[offers["run_id"].isin(runs[runs["round_id"].isin(tables.rounds)]["id"])]
    offers = offers[offers["state"].isin(["accepted", "refused", "expired"]) & offers["offered_at"].notna()]
    return {
        "days_to_match": waits.median(),
        "acceptance": offers["state"].eq("accepted").mean() if len(offers) else None,
        "cross_unit": (units["unit_id"] != units["unit_id_mentor"]).mean(),
        "cross_institution": (units["institution_id"] != units["institution_id_mentor"]).mean(),
        "completion": over["state"].eq("completed").mean() if len(over) else None,
        "early_endings": over["state"].eq("ended_early").mean() if len(over) else None,
        "rematch": sum(again) / len(again) if again else None,
        "became_mentors": sum(became) / len(became) if became else None,
    }


def of_meetings(tables):
    begun = tables.pairs[tables.pairs["starts_on"] <= tables.today]
    days = tables.held.groupby("mentorship_id")["day"].agg(list)
    met = begun["id"].map(days).map(lambda found: found if isinstance(found, list) else [])
    month, lately = timedelta(days=30), tables.today - timedelta(days=45)
    first = [
        any(day <= start + month for day in found)
        for start, found in zip(begun["starts_on"], met, strict=True)
    ]
    settled = begun["starts_on"] <= tables.today - month
    live = begun["state"].isin(LIVE)
    active = pd.Series([any(lately < day <= tables.today for day in found) for found in met], begun.index)
    due = 0
    for one in begun.itertuples():
        until = min(tables.today, one.ended_on or tables.today, one.ends_on)
        part = tables.programme.meetings_expected * (until - one.starts_on).days
        due += max(0, part // (one.ends_on - one.starts_on).days)
    signed = table("mentorships.agreement")
    signed = set(signed[signed["in_force_at"].notna()]["mentorship_id"])
    plans = table("mentorships.plan")
    return {
        "start_rate": pd.Series(first, begun.index)[settled].mean() if settled.any() else None,
        "active": active[live].mean() if live.any() else None,
        "sessions": len(tables.held[tables.held["mentorship_id"].isin(begun["id"])]) / due if due else None,
        "agreements": begun["id"].isin(signed).mean(),
        "plans": begun["id"].isin(plans[plans["agreed_at"].notna()]["mentorship_id"]).mean(),
    }


def of_goals(tables):
    plans = table("mentorships.plan").query("state == 'ended' and mentee_shares and mentor_shares")
    goals = table("mentorships.goal").merge(plans[["id", "mentorship_id"]], left_on="plan_id", right_on="id")
    done = tables.pairs.query("state == 'completed'")["id"]
    goals = goals[goals["mentorship_id"].isin(done)]
    goals = goals.groupby("mentorship_id").filter(lambda some: some["end"].notna().all())
    if goals.empty:
        return {"attainment": None, "goals_reached": None}
    scores = [
        50 + 10 * (some["weight"] * some["end"]).sum()
        / sqrt(0.7 * (some["weight"] ** 2).sum() + 0.3 * some["weight"].sum() ** 2)
        for _pair, some in goals.groupby("mentorship_id")
    ]  # fmt: skip
    return {"attainment": sum(scores) / len(scores), "goals_reached": (goals["end"] >= 0).mean()}


def of_effort(tables):
    """Hours of the ledger, of meetings twice, of training; setup borne as far as its years have come."""
    entries = table("evaluation.effortentry").query("state == 'standing'")
    entries = entries[entries["programme_id"] == tables.programme.pk]
    reckoning = table("evaluation.reckoning").query("programme_id == @tables.programme.pk")
    month = int(reckoning["year_starts"].iloc[0]) if len(reckoning) else 1

    def year(day):
        return day.year - (day.month < month)

    this = year(tables.today)
    parts = [
        min(this - year(one.on) + 1, 3) / 3 if one.phase == "setup" else 1 for one in entries.itertuples()
    ]
    hours = (entries["hours"].fillna(0).astype(float) * parts).sum() + 2 * tables.held["minutes"].sum() / 60
    done = table("training.completion").merge(table("training.module"), left_on="module_id", right_on="id")
    taking = tables.sent[tables.sent["participation_id"].notna()]["person_id"]
    done = done[(done["programme_id"] == tables.programme.pk) & done["person_id"].isin(taking)]
    completed = tables.pairs.query("state == 'completed'")
    return {
        "hours_per_pair": (hours + done["minutes"].sum() / 60) / len(completed) if len(completed) else None
    }


def of_surveys(tables):
    """Asks whose days are over; of the boxes a round’s latest wave that asks, and pairs by their mark."""
    waves = table("surveys.wave")
    waves = waves[waves["round_id"].isin(tables.rounds)].sort_values(["opens_on", "id"])
    asks = table("surveys.ask").query("due_on < @tables.today")
    asks = asks[asks["wave_id"].isin(waves["id"])]
    rows = [
        {"round": wave.round_id, "moment": wave.moment, "mark": answer["mark"], **answer["answers"]}
        for wave in waves[waves["state"] == "closed"].itertuples()
        for answer in shown(Wave.objects.get(pk=wave.id))
    ]
    said = pd.DataFrame(rows, columns=sorted({name for row in rows for name in row} | {"moment", "mark"}))

    def content(key):
        asked = said[said["moment"].isin(["mid", "end"])] if key in said else said.iloc[:0]
        if asked.empty:
            return None
        last = asked.sort_values("moment", key=lambda one: one.eq("end")).groupby("round")["moment"].last()
        return (asked[asked["moment"] == asked["round"].map(last)][key].dropna() >= 4).mean()

    skills = [name for name in said if name.startswith("sure-")]
    start, end = (said[said["moment"] == one].set_index("mark")[skills] for one in ("baseline", "end"))
    gains = (end - start).dropna(how="all").mean(axis=1) if len(start) and len(end) else []
    return {
        "response": asks["state"].eq("answered").mean() if len(asks) else None,
        "satisfaction": content("satisfied"),
        "match_quality": content("pair-fits"),
        "skill_gain": gains.mean() if len(gains) else None,
        "applied_later": said[said["moment"].eq("follow_up")]["applied-since"].dropna().eq(True).mean()
        if "applied-since" in said
        else None,
    }


@pytest.mark.parametrize("slug", ["safe-harbour", "grow-international"])
def test_every_indicator_is_the_same_by_another_way(slug, now):
    tables = Tables(slug, now)
    expected = {}
    for some in (of_applications, of_pairs, of_meetings, of_goals, of_effort, of_surveys):
        expected |= some(tables)
    board = boards.board(tables.programme, at=now)
    found = {key: boards.BY_KEY[key].of(board.facts, Where()).value for key in expected}
    differing = {
        key: (found[key], value)
        for key, value in expected.items()
        if (found[key] is None) != (value is None or value != value)
        or (found[key] is not None and found[key] != pytest.approx(float(value)))
    }
    assert differing == {}


@pytest.mark.parametrize("key", sorted(boards.BY_KEY))
def test_an_indicator_alone_is_what_it_is_among_all(key, now):
    for programme in Programme.objects.all():
        whole, alone = boards.board(programme, at=now), boards.board(programme, at=now, keys=[key])
        parts = [
            Where(),
            *(Where(year=year) for year in whole.years),
            *(Where(round=pk) for pk in whole.rounds),
        ]
        assert [alone.shown(key, one) for one in parts] == [whole.shown(key, one) for one in parts]


def test_every_indicator_but_one_has_a_value_somewhere_in_the_demo(now):
    """Only four of its pairs ended early, which is too few to be told."""
    found = [boards.board(one, at=now) for one in Programme.objects.all()]
    told = {key for key in boards.BY_KEY for one in found if one.shown(key, Where()).value is not None}
    assert sorted(boards.BY_KEY.keys() - told) == ["rematch"]


def test_training_is_what_its_own_page_counts(now):
    programme = Programme.objects.get(slug="safe-harbour")
    people = apps.get_model("programmes.participation").objects.filter(round__programme=programme)
    learners = standing.learners(people.select_related("round__programme__parent"), at=now)
    asked = [one for one in learners if one.required]
    board = boards.board(programme, at=now)
    figure = boards.BY_KEY["training"].of(board.facts, Where())
    assert (figure.numerator, figure.denominator) == (sum(not one.missing for one in asked), len(asked))
