"""Founding a programme and settling its design."""

import pytest

from fairlead.audit.models import Entry
from fairlead.people.models import Role
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Area, Partner, Programme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    person = factories.person("Olga Owner")
    factories.grant(person, Role.PROGRAMME_OWNER)
    return factories.actor(person)


def test_a_founded_programme_has_a_design_to_start_from(owner, at):
    programme = actions.found(name="Second  Harbour", lead=factories.institution(), by=owner, at=at)
    assert programme.name == "Second Harbour"
    assert programme.slug == "second-harbour"
    assert (programme.meetings_expected, programme.length_months, programme.published) == (6, 6, False)
    assert [area.name for area in queries.areas(programme)] == [str(name) for name in actions.DEFAULT_AREAS]
    assert programme.aim != ""
    assert programme.privacy_notice != ""


def test_whoever_founds_a_programme_is_its_first_coordinator(owner, at):
    programme = actions.found(name="Harbour", lead=factories.institution(), by=owner, at=at)
    assert [person.name for person in queries.coordinators(programme)] == ["Olga Owner"]
    assert [partner.institution for partner in queries.partners(programme)] == [programme.lead]


def test_two_programmes_of_one_name_have_two_addresses(owner, at):
    lead = factories.institution()
    slugs = [actions.found(name="Harbour", lead=lead, by=owner, at=at).slug for _ in range(3)]
    assert slugs == ["harbour", "harbour-2", "harbour-3"]


def test_a_name_in_another_script_gives_a_plain_address(owner, at):
    programme = actions.found(name="Ментъринг 指导", lead=factories.institution(), by=owner, at=at)
    assert (programme.name, programme.slug) == ("Ментъринг 指导", "programme")


def test_an_edit_writes_only_what_changed_and_says_so(owner, at):
    programme = factories.programme()
    stale = Programme.objects.get(pk=programme.pk)
    actions.edit(programme, {"aim": "Grow."}, by=owner, at=at)
    actions.edit(stale, {"outcomes": "A plan.", "aim": "Learn."}, by=owner, at=at)
    stored = Programme.objects.get(pk=programme.pk)
    assert (stored.aim, stored.outcomes, stored.changed_at) == ("Grow.", "A plan.", at)
    details = list(Entry.objects.filter(verb="programme changed").values_list("details", flat=True))
    assert details == [{"fields": ["aim"]}, {"fields": ["outcomes"]}]


def test_an_edit_without_a_change_leaves_no_trace(owner, at):
    programme = factories.programme()
    actions.edit(programme, {"aim": programme.aim}, by=owner, at=at)
    assert Entry.objects.count() == 0


def test_what_is_not_part_of_the_design_is_not_edited(owner, at):
    with pytest.raises(ValueError, match="slug"):
        actions.edit(factories.programme(), {"slug": "x"}, by=owner, at=at)


def test_the_leading_institution_always_takes_part(owner, at):
    programme = factories.programme()
    other = factories.institution("Coastal Institute")
    actions.set_partners(programme, [other], by=owner, at=at)
    assert set(Partner.objects.values_list("institution", flat=True)) == {programme.lead_id, other.pk}
    actions.set_partners(programme, [], by=owner, at=at)
    assert set(Partner.objects.values_list("institution", flat=True)) == {programme.lead_id}


def test_partners_set_to_what_they_are_leave_no_trace(owner, at):
    programme = factories.programme()
    actions.set_partners(programme, [programme.lead], by=owner, at=at)
    assert Entry.objects.count() == 0


def test_an_area_is_added_at_the_end(owner, at):
    programme = factories.programme(areas=("Taxation",))
    actions.add_area(programme, " Dual   career ", by=owner, at=at)
    assert [area.name for area in queries.areas(programme)] == ["Taxation", "Dual career"]


def test_the_first_area_of_a_programme_is_added(owner, at):
    programme = factories.programme(areas=())
    actions.add_area(programme, "Taxation", by=owner, at=at)
    assert [(area.name, area.position) for area in queries.areas(programme)] == [("Taxation", 0)]


def test_an_area_exists_once_whatever_its_case(owner, at):
    programme = factories.programme(areas=("Taxation", "Dual career"))
    with pytest.raises(actions.AreaNameTaken):
        actions.add_area(programme, "TAXATION", by=owner, at=at)
    dual = Area.objects.get(name="Dual career")
    with pytest.raises(actions.AreaNameTaken):
        actions.rename_area(dual, "taxation", by=owner, at=at)
    dual.refresh_from_db()
    assert dual.name == "Dual career"


def test_a_renamed_area_stays_with_those_who_chose_it(owner, at):
    round = factories.round()
    application = factories.application(round, areas=("Taxation",))
    actions.rename_area(Area.objects.get(name="Taxation"), "Tax", by=owner, at=at)
    assert [choice.area.name for choice in application.chosen_areas.all()] == ["Tax"]


def test_an_area_nobody_chose_is_removed(owner, at):
    programme = factories.programme(areas=("Taxation",))
    assert actions.remove_area(Area.objects.get(), by=owner, at=at)
    assert list(queries.areas(programme, with_retired=True)) == []


def test_an_area_somebody_chose_is_retired_and_can_come_back(owner, at):
    round = factories.round(factories.programme(areas=("Taxation",)))
    factories.application(round, areas=("Taxation",))
    area = Area.objects.get()
    assert not actions.remove_area(area, by=owner, at=at)
    assert list(queries.areas(round.programme)) == []
    assert actions.add_area(round.programme, "taxation", by=owner, at=at) == area
    assert [one.name for one in queries.areas(round.programme)] == ["Taxation"]


def test_areas_are_put_in_order_and_the_rest_follows(owner, at):
    programme = factories.programme(areas=("A", "B", "C"))
    by_name = {area.name: area.pk for area in Area.objects.all()}
    actions.put_areas_in_order(programme, [by_name["C"]], by=owner, at=at)
    assert [area.name for area in queries.areas(programme)] == ["C", "A", "B"]


def test_a_person_has_a_role_once(owner, at):
    programme = factories.programme()
    person = factories.member(programme, TeamRole.HR_LEAD)
    with pytest.raises(actions.AlreadyOnTeam):
        actions.add_member(
            programme, person, TeamRole.HR_LEAD, institution=None, responsible_for="", by=owner, at=at
        )


def test_the_last_coordinator_stays(owner, at):
    programme = factories.programme()
    factories.member(programme)
    [only] = queries.team(programme)
    with pytest.raises(actions.LastCoordinator):
        actions.remove_member(only, by=owner, at=at)
    factories.member(programme)
    actions.remove_member(only, by=owner, at=at)
    assert queries.team(programme).count() == 1


def test_another_role_can_be_taken_away(owner, at):
    programme = factories.programme()
    factories.member(programme, TeamRole.IRO_LEAD)
    actions.remove_member(queries.team(programme)[0], by=owner, at=at)
    assert queries.team(programme).count() == 0
