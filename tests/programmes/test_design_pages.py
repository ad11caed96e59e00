"""The inside of a programme and the pages that change it."""

import pytest
from django.urls import reverse

from fairlead.people.models import Person, Role
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Area, Partner, Programme, TeamMember
from tests import factories
from tests.programmes.pages import edit, text

pytestmark = pytest.mark.django_db


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
    assert response.headers["Location"] == reverse("programmes:design", args=[made.pk])
    first = client.get(response.headers["Location"])
    assert first.headers["Location"] == reverse("programmes:design_step", args=[made.pk, "aim"])
    assert "Go on with the design" in text(client.get(reverse("programmes:detail", args=[made.pk])))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inside_costs_the_same_whatever_it_lists(
    client, cora, programme, django_assert_num_queries, rows
):
    for number in range(rows):
        factories.round(programme, state=RoundState.CLOSED)
        factories.member(programme, TeamRole.HR_LEAD, institution=factories.institution(f"P {number}"))
    with django_assert_num_queries(15):
        client.get(reverse("programmes:detail", args=[programme.pk]))


def test_a_coordinator_sees_where_to_change_each_section(client, cora, programme):
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    sections = ("aim", "place", "shape", "expectations", "rules", "people", "contact", "areas", "team")
    sections = (*sections, "partners", "practice")
    assert [section for section in sections if edit(programme, section) not in page] == []


def test_an_hr_lead_sees_the_design_and_no_way_to_change_it(client, programme):
    client.force_login(factories.member(programme, TeamRole.HR_LEAD))
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    assert "Requirements for mentors" in page
    assert "/edit/" not in page
    assert "/design/" not in page


SECTIONS = {
    "aim": (
        {"name": "Harbour", "aim": "Grow.", "goal_kinds": ["networking"], "own_goals": "Calm."},
        {"aim": "Grow.", "goal_kinds": ["networking"], "own_goals": "Calm."},
        {"aim": ""},
    ),
    "place": (
        {
            "standing": "elsewhere",
            "part_of": "Staff mentoring",
            "part_of_link": "https://staff.example/",
        },
        {"part_of": "Staff mentoring", "part_of_link": "https://staff.example/"},
        {"standing": "elsewhere", "part_of": "", "part_of_link": "https://staff.example/"},
    ),
    "shape": (
        {
            "format": "informal",
            "length_months": "9",
            "meetings_expected": "12",
            "meeting_minutes": "90",
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
        {"outcomes": "A plan", "incentives": "Thanks"},
        None,
    ),
    "rules": (
        {
            "mentor_training": "none",
            "mentee_training": "optional",
            "training_minutes": "0",
            "approval_days": "14",
            "offer_days": "7",
            "most_places": "2",
            "most_pairs": "",
        },
        {"supervisor_approval": False, "approval_days": 14, "mentor_training": "none", "most_pairs": None},
        {"mentor_training": "none", "approval_days": "0"},
    ),
    "intake": ({"intake": "both"}, {"intake": "both"}, {"intake": "sometimes"}),
    "people": (
        {"carried_by": ["hr", "iro"], "carried_by_others": "Union"},
        {"carried_by": ["hr", "iro"], "carried_by_others": "Union"},
        {"carried_by": ["nobody"]},
    ),
    "contact": (
        {
            "contact_name": "Cora",
            "contact_email": "c@x.example",
            "privacy_notice": "Read.",
            "retention_months": "12",
            "published": "on",
        },
        {"contact_name": "Cora", "contact_email": "c@x.example", "published": True, "retention_months": 12},
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


def test_a_programme_of_its_own_says_so(client, cora, programme):
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    assert "An independent programme" in page
    programme.part_of, programme.part_of_link = "Staff mentoring", "https://staff.example/"
    programme.save()
    page = text(client.get(reverse("programmes:detail", args=[programme.pk])))
    assert "Staff mentoring" in page
    assert "https://staff.example/" in page
