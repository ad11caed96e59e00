"""The pages of programmes and rounds."""

from datetime import date

import pytest
from django.urls import reverse

from fairlead.people.models import Person, Role
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Area, Partner, Programme, Round, TeamMember
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme("Harbour", areas=("Dual career", "Taxation"), slug="harbour")


@pytest.fixture
def cora(client, programme):
    person = factories.member(programme)
    client.force_login(person)
    return person


def text(response):
    return " ".join(response.content.decode().split())


def edit(programme, section):
    return reverse("programmes:edit", args=[programme.pk, section])


def test_staff_find_programmes_with_what_they_ask_and_when(client, programme):
    factories.round(programme, closes_on=date(2026, 10, 31))
    rolling = factories.programme("Rolling")
    factories.round(rolling, rolling=True, closes_on=None)
    planned = factories.programme("Planned")
    factories.round(
        planned,
        state=RoundState.PLANNED,
        opens_on=date(2099, 2, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    factories.programme("Resting")
    factories.programme("Hidden", published=False)
    page = text(client.get(reverse("programmes:public_list")))
    for words in ("Apply until 31 Oct 2026.", "Apply at any time.", "The next round opens on 1 Feb 2099."):
        assert words in page
    assert "The date of the next round is not fixed yet." in page
    assert "6 meetings of 60 minutes" in page
    assert "Hidden" not in page


def test_the_public_list_says_so_when_it_is_empty(client):
    assert "No programme takes part yet" in text(client.get(reverse("programmes:public_list")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.round()
    with django_assert_num_queries(3):
        client.get(reverse("programmes:public_list"))


def test_an_open_programme_offers_three_ways_to_apply(client, programme):
    factories.round(programme)
    programme.part_of, programme.part_of_link = "Staff mentoring", "https://staff.example/"
    programme.contact_name, programme.contact_email = "Cora", "cora@x.example"
    programme.save()
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    for side in ("mentor", "mentee", "both"):
        assert reverse("applications:apply", args=["harbour", side]) in page
    assert "Part of <a href=" in page
    assert "8 </span>" in page or ">8<" in page
    assert "cora@x.example" in page


def test_a_closed_programme_says_when_the_next_round_opens(client, programme):
    factories.round(
        programme,
        state=RoundState.PLANNED,
        opens_on=date(2099, 2, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    assert "opens on <strong>1 Feb 2099</strong>" in page
    assert "Apply as" not in page


def test_a_hidden_programme_has_no_public_page(client):
    hidden = factories.programme(published=False)
    assert client.get(reverse("programmes:public", args=[hidden.slug])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_public_page_costs_the_same_whatever_it_lists(client, programme, django_assert_num_queries, rows):
    factories.round(programme)
    for number in range(rows):
        factories.member(programme, TeamRole.HR_LEAD)
        Partner.objects.create(programme=programme, institution=factories.institution(f"Partner {number}"))
    with django_assert_num_queries(5):
        client.get(reverse("programmes:public", args=["harbour"]))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_teams_list_costs_the_same_whatever_its_length(client, cora, django_assert_num_queries, rows):
    for _ in range(rows):
        more = factories.programme()
        factories.member(more, who=cora)
        factories.round(more)
        factories.round(more, state=RoundState.CLOSED)
    with django_assert_num_queries(6):
        client.get(reverse("programmes:list"))


def test_a_team_without_a_programme_is_told_what_belongs_there(client):
    client.force_login(factories.person())
    assert "You are on no team yet" in text(client.get(reverse("programmes:list")))


def test_an_owner_founds_a_programme(client):
    owner = factories.person()
    factories.grant(owner, Role.PROGRAMME_OWNER)
    client.force_login(owner)
    assert "Found a programme" in text(client.get(reverse("programmes:list")))
    lead = factories.institution()
    address = reverse("programmes:found")
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": ""}).status_code == 422
    response = client.post(address, {"name": "Harbour", "lead": lead.pk})
    made = Programme.objects.get()
    assert response.headers["Location"] == reverse("programmes:detail", args=[made.pk])
    assert "Not shown to staff" in text(client.get(response.headers["Location"]))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inside_costs_the_same_whatever_it_lists(
    client, cora, programme, django_assert_num_queries, rows
):
    for number in range(rows):
        factories.round(programme, state=RoundState.CLOSED)
        factories.member(programme, TeamRole.HR_LEAD, institution=factories.institution(f"P {number}"))
    with django_assert_num_queries(8):
        client.get(reverse("programmes:detail", args=[programme.pk]))


def test_a_coordinator_sees_where_to_change_each_section(client, cora, programme):
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    sections = ("aim", "place", "shape", "expectations", "contact", "areas", "team", "partners")
    assert [section for section in sections if edit(programme, section) not in page] == []


def test_an_hr_lead_sees_the_design_and_no_way_to_change_it(client, programme):
    client.force_login(factories.member(programme, TeamRole.HR_LEAD))
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    assert "Requirements for mentors" in page
    assert "/edit/" not in page


SECTIONS = {
    "aim": (
        {"name": "Harbour", "aim": "Grow.", "goal_kinds": ["networking"], "own_goals": "Calm."},
        {"aim": "Grow.", "goal_kinds": ["networking"], "own_goals": "Calm."},
        {"aim": ""},
    ),
    "place": (
        {"part_of": "Staff mentoring", "part_of_link": "https://staff.example/"},
        {"part_of": "Staff mentoring", "part_of_link": "https://staff.example/"},
        {"part_of": "", "part_of_link": "https://staff.example/"},
    ),
    "shape": (
        {
            "format": "informal",
            "length_months": "9",
            "meetings_expected": "12",
            "meeting_minutes": "90",
            "training_minutes": "0",
        },
        {"format": "informal", "length_months": 9, "meetings_expected": 12, "meeting_minutes": 90},
        {"format": "formal", "length_months": "0"},
    ),
    "expectations": (
        {
            "outcomes": "A plan",
            "mentor_requirements": "Leads",
            "mentee_requirements": "Works",
            "incentives": "Thanks",
        },
        {"outcomes": "A plan", "supervisor_approval": False, "incentives": "Thanks"},
        None,
    ),
    "contact": (
        {
            "contact_name": "Cora",
            "contact_email": "c@x.example",
            "privacy_notice": "Read.",
            "published": "on",
        },
        {"contact_name": "Cora", "contact_email": "c@x.example", "published": True},
        {"contact_name": "Cora", "contact_email": "not an address"},
    ),
}


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_of_the_design_is_changed_on_its_page(client, cora, programme, section):
    given, stored, wrong = SECTIONS[section]
    assert client.get(edit(programme, section)).status_code == 200
    if wrong is not None:
        assert client.post(edit(programme, section), wrong).status_code == 422
    response = client.post(edit(programme, section), given)
    assert response.headers["Location"].endswith(f"#{section}")
    programme.refresh_from_db()
    assert {name: getattr(programme, name) for name in stored} == stored


def test_there_is_no_other_section(client, cora, programme):
    assert client.get(edit(programme, "budget")).status_code == 404


def test_areas_are_added_renamed_ordered_and_removed(client, cora, programme):
    address = edit(programme, "areas")
    dual, tax = Area.objects.all()
    assert client.post(address, {"do": "add", "name": "Housing"}).status_code == 302
    assert (
        client.post(address, {"do": "rename", "area": dual.pk, "name": "Partners’ careers"}).status_code
        == 302
    )
    assert client.post(address, {"do": "down", "area": dual.pk}).status_code == 302
    assert client.post(address, {"do": "up", "area": tax.pk}).status_code == 302
    assert client.post(address, {"do": "remove", "area": tax.pk}).status_code == 302
    assert [area.name for area in Area.objects.all()] == ["Partners’ careers", "Housing"]


def test_an_area_in_use_is_retired_and_offered_again(client, cora, programme):
    factories.application(factories.round(programme), areas=("Taxation",))
    tax = Area.objects.get(name="Taxation")
    client.post(edit(programme, "areas"), {"do": "remove", "area": tax.pk})
    page = text(client.get(edit(programme, "areas")))
    assert "is retired" in page
    assert "Offer again" in page
    client.post(edit(programme, "areas"), {"do": "restore", "area": tax.pk})
    tax.refresh_from_db()
    assert tax.in_use


def test_a_refused_area_name_is_explained_at_its_field(client, cora, programme):
    address = edit(programme, "areas")
    assert "There is already an area with this name." in text(
        client.post(address, {"do": "add", "name": "TAXATION"})
    )
    assert client.post(address, {"do": "add", "name": ""}).status_code == 422
    dual = Area.objects.first()
    again = client.post(address, {"do": "rename", "area": dual.pk, "name": "taxation"})
    assert (again.status_code, "There is already an area with this name." in text(again)) == (422, True)
    assert client.get(f"{address}?rename={dual.pk}").status_code == 200


@pytest.mark.parametrize("posted", [{"do": "up", "area": "x"}, {"do": "sideways"}, {"do": "remove"}])
def test_nonsense_about_areas_is_not_found(client, cora, programme, posted):
    area = {"area": str(Area.objects.first().pk)} if posted["do"] == "sideways" else {}
    assert client.post(edit(programme, "areas"), posted | area).status_code == 404


def test_an_area_of_another_programme_is_not_touched(client, cora, programme):
    foreign = Area.objects.filter(programme=factories.programme()).first()
    assert client.post(edit(programme, "areas"), {"do": "remove", "area": foreign.pk}).status_code == 404


def test_a_coordinator_builds_the_team(client, cora, programme):
    address = edit(programme, "team")
    assert client.get(address).status_code == 200
    given = {"name": "Hal", "email": "hal@x.example", "role": "hr_lead", "responsible_for": "training"}
    assert client.post(address, given).status_code == 302
    again = client.post(address, given)
    assert (again.status_code, "This person already has this role." in text(again)) == (422, True)
    member = TeamMember.objects.get(person=Person.objects.get(email="hal@x.example"))
    assert (member.role, member.responsible_for) == ("hr_lead", "training")
    client.post(address, {"do": "remove", "member": member.pk})
    assert [one.person for one in TeamMember.objects.all()] == [cora]


def test_a_partner_coordinator_needs_an_institution(client, cora, programme):
    given = {"name": "Pia", "email": "pia@x.example", "role": "partner_coordinator"}
    assert client.post(edit(programme, "team"), given).status_code == 422
    given["institution"] = programme.lead_id
    assert client.post(edit(programme, "team"), given).status_code == 302


def test_the_last_coordinator_is_kept_with_an_explanation(client, cora, programme):
    only = TeamMember.objects.get()
    response = client.post(edit(programme, "team"), {"do": "remove", "member": only.pk}, follow=True)
    assert "A programme needs a coordinator." in text(response)


def test_partners_are_chosen(client, cora, programme):
    coast = factories.institution("Coast")
    assert client.get(edit(programme, "partners")).status_code == 200
    assert client.post(edit(programme, "partners"), {"institutions": [coast.pk]}).status_code == 302
    assert {partner.institution for partner in Partner.objects.all()} == {coast, programme.lead}


ROUND = {
    "name": "Autumn",
    "opens_on": "2026-10-05",
    "closes_on": "2026-11-09",
    "starts_on": "2026-12-14",
    "ends_on": "2027-06-14",
    "approval_days": "10",
    "offer_days": "10",
    "reminder_days": "7",
}


def test_a_round_is_planned_from_suggested_dates(client, cora, programme):
    address = reverse("programmes:round_new", args=[programme.pk])
    assert 'type="date"' in text(client.get(address))
    response = client.post(address, ROUND)
    made = Round.objects.get()
    assert response.headers["Location"] == reverse("programmes:round", args=[made.pk])
    assert (made.state, made.closes_on, made.ends_on) == ("planned", date(2026, 11, 9), date(2027, 6, 14))
    again = client.post(address, ROUND)
    assert (again.status_code, "already has a round with this name" in text(again)) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_on": "2026-10-01"}, "The last day comes before the opening."),
        ({"ends_on": "2026-12-14"}, "Pairs end after they start."),
        ({"closes_on": ""}, "Write the last day, or choose a rolling intake."),
        ({"reminder_days": "10"}, "The reminder comes before the offer ends."),
    ],
)
def test_dates_that_contradict_each_other_are_explained(client, cora, programme, wrong, words):
    response = client.post(reverse("programmes:round_new", args=[programme.pk]), ROUND | wrong)
    assert (response.status_code, words in text(response)) == (422, True)


def test_a_rolling_intake_has_no_last_day(client, cora, programme):
    client.post(
        reverse("programmes:round_new", args=[programme.pk]), ROUND | {"rolling": "on", "closes_on": ""}
    )
    made = Round.objects.get()
    assert (made.rolling, made.closes_on) == (True, None)
    assert "Rolling: people apply at any time" in text(
        client.get(reverse("programmes:round", args=[made.pk]))
    )


def test_a_round_is_changed(client, cora, programme):
    round = factories.round(programme, name="Autumn")
    factories.round(programme, name="Spring", state=RoundState.CLOSED)
    address = reverse("programmes:round_edit", args=[round.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, ROUND | {"approval_days": "14"}).status_code == 302
    assert client.post(address, ROUND | {"name": "Spring"}).status_code == 422
    round.refresh_from_db()
    assert (round.approval_days, round.name) == (14, "Autumn")


def test_an_intake_is_opened_and_closed_by_one_button(client, cora, programme):
    round = factories.round(programme, state=RoundState.PLANNED)
    page, move = (
        reverse("programmes:round", args=[round.pk]),
        reverse("programmes:round_move", args=[round.pk]),
    )
    seen = []
    for to, words in (
        ("open", "Open the intake"),
        ("closed", "Close the intake"),
        ("finished", "Finish the round"),
    ):
        assert words in text(client.get(page))
        response = client.post(move, {"to": to}, follow=True)
        seen.append(Round.objects.get().state)
    assert seen == ["open", "closed", "finished"]
    assert "The round is finished." in text(response)
    assert "<button" not in text(client.get(page)).split("<main")[1].split("</main>")[0]


def test_a_refused_opening_is_explained(client, cora, programme):
    factories.round(programme, name="Autumn")
    spring = factories.round(programme, state=RoundState.PLANNED)
    response = client.post(reverse("programmes:round_move", args=[spring.pk]), {"to": "open"}, follow=True)
    assert "Autumn is still open for applications." in text(response)
    assert (
        client.post(reverse("programmes:round_move", args=[spring.pk]), {"to": "planned"}).status_code == 404
    )


def test_an_intake_open_too_long_is_pointed_out(client, cora, programme):
    round = factories.round(programme, closes_on=date(2020, 1, 2), opens_on=date(2020, 1, 1))
    assert "The intake is still open" in text(client.get(reverse("programmes:round", args=[round.pk])))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_rounds_page_costs_the_same_whatever_its_size(
    client, cora, programme, django_assert_num_queries, rows
):
    round = factories.round(programme)
    for _ in range(rows):
        factories.application(round)
    with django_assert_num_queries(5):
        page = text(client.get(reverse("programmes:round", args=[round.pk])))
    assert f"{rows} mentee" in page


def test_who_does_not_see_all_sees_no_figures(client, programme):
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=programme.lead))
    round = factories.round(programme)
    factories.application(round)
    page = text(client.get(reverse("programmes:round", args=[round.pk])))
    assert "in the pool" not in page
    assert "Close the intake" not in page
