"""A draft is arranged, translated and published; nobody overwrites anybody."""

import pytest

from fairlead.audit.models import Entry
from fairlead.programmes import actions as programmes
from fairlead.questions import actions, queries
from fairlead.questions.actions.editing import options
from fairlead.questions.models import FormVersion, Question, Section
from tests import factories
from tests.questions.asking import ask, asked, doing, draft, fresh

pytestmark = pytest.mark.django_db

MENTEE = [
    ["workplace", "job_title", "grade", "years", "manager"],
    ["areas"],
    ["languages", "meeting", "avoid"],
    ["hopes"],
    ["privacy"],
]


def of(version, key):
    return Question.objects.select_related("section__version__form__programme").get(
        section__version=version, key=key
    )


def page(version, place):
    return Section.objects.select_related("version__form__programme").filter(version=version)[place]


def test_the_first_draft_asks_what_the_built_in_form_asks():
    version = draft()
    builtin = [[one.key for one in shown.questions] for shown in queries.builtin("mentee")]
    assert (asked(version), builtin) == (MENTEE, MENTEE)
    assert queries.changes(None, version) == []


def test_mentors_are_also_asked_for_their_places():
    assert asked(draft(side="mentor"))[2] == ["languages", "meeting", "places", "avoid"]


def test_beginning_twice_goes_on_with_the_same_draft():
    programme = factories.programme()
    assert draft(programme) == draft(programme)
    assert FormVersion.objects.count() == 1


def test_a_programme_without_a_form_of_its_own_has_the_built_in_one():
    assert queries.published(factories.programme(), "mentee") is None


def test_a_question_moves_within_its_page_and_over_its_edges():
    version = draft()
    moves = []
    for by_places in (-1, -1, 1, 1):
        actions.move_question(of(version, "languages"), by_places=by_places, **doing(fresh(version)))
        moves.append(asked(version)[:3])
    first, second, third = MENTEE[:3]
    assert moves == [
        [first, ["areas", "languages"], third[1:]],
        [first, ["languages", "areas"], third[1:]],
        [first, ["areas", "languages"], third[1:]],
        [first, second, third],
    ]


def test_the_first_question_of_all_stays_where_it_is():
    version = draft()
    actions.move_question(of(version, "workplace"), by_places=-1, **doing(version))
    assert asked(version) == MENTEE


def test_pages_move_and_only_empty_ones_are_removed():
    version = draft()
    actions.move_section(page(version, 3), by_places=-1, **doing(fresh(version)))
    assert asked(version)[2] == ["hopes"]
    with pytest.raises(actions.PageNotEmpty):
        actions.remove_section(page(version, 2), **doing(fresh(version)))
    actions.remove_question(of(version, "hopes"), **doing(fresh(version)))
    actions.remove_section(page(version, 2), **doing(fresh(version)))
    assert asked(version) == [*MENTEE[:3], ["privacy"]]


def test_a_question_goes_to_another_page():
    version = draft()
    own = ask(version)
    actions.change_question(
        of(version, own.key), actions.Wording(label="Why?"), section=page(version, 3), **doing(version)
    )
    assert asked(version)[3] == ["hopes", "why-now"]


def test_a_key_is_never_used_twice_in_a_form():
    version = draft()
    keys = [ask(version).key, ask(version).key, ask(version, "Areas").key, ask(version, "لماذا").key]
    assert keys == ["why-now", "why-now-2", "areas-2", "question"]


def test_a_key_of_an_old_version_is_not_given_to_a_new_question():
    version = draft()
    ask(version)
    actions.publish(version, **doing(version))
    newer = draft(version.form.programme)
    actions.remove_question(of(newer, "why-now"), **doing(newer))
    assert ask(fresh(newer)).key == "why-now-2"


def test_a_standard_question_is_asked_once_and_only_of_its_side():
    version = draft()
    for standard in ("hopes", "places"):
        with pytest.raises(actions.AlreadyAsked):
            actions.add_standard(page(version, 0), standard, **doing(fresh(version)))


@pytest.mark.parametrize("kind", ["short", "long", "date", "consent"])
def test_free_text_never_feeds_matching(kind):
    version = draft()
    with pytest.raises(actions.CannotMatch):
        ask(version, kind=kind, matching=True)


def test_who_saw_an_older_state_is_told_and_changes_nothing():
    version, same = (lambda one: (one, fresh(one)))(draft())
    ask(version)
    before = asked(version)
    for act in (
        lambda: ask(same, "Another"),
        lambda: actions.remove_question(of(version, "hopes"), **doing(same)),
        lambda: actions.move_section(page(version, 0), by_places=1, **doing(same)),
        lambda: actions.set_languages(same, ["de"], **doing(same)),
        lambda: actions.publish(same, **doing(same)),
        lambda: actions.discard(same, **doing(same)),
    ):
        same.revision = 0
        with pytest.raises(actions.ChangedMeanwhile):
            act()
    assert (asked(version), fresh(version).state) == (before, "draft")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_change_a_draft_at_once_one_wins(at_once):
    version = draft()
    copies = [fresh(version), fresh(version)]
    outcomes = at_once(*(lambda one=one, n=n: ask(one, f"Question {n}") for n, one in enumerate(copies)))
    assert sorted(isinstance(one, actions.ChangedMeanwhile) for one in outcomes) == [False, True]
    assert fresh(version).revision == 1


def test_options_keep_their_keys_and_translations_when_they_are_renamed_or_moved():
    standing = options([], ["Arrival", "Housing"], "en")
    standing[0]["label"]["de"] = "Ankunft"
    moved = options(standing, ["Housing", "Arrival"], "en")
    renamed = options(standing, ["Arriving", "Housing"], "en")
    grown = options(standing, ["Arrival", "Schools", "Housing"], "en")
    assert [one["key"] for one in moved] == ["housing", "arrival"]
    assert renamed[0] == {"key": "arrival", "label": {"en": "Arriving", "de": "Ankunft"}}
    assert [one["key"] for one in grown] == ["arrival", "schools", "housing"]


def test_a_published_version_replaces_the_one_before_and_both_stay():
    version = draft()
    actions.publish(version, **doing(version))
    newer = draft(version.form.programme)
    ask(newer)
    assert queries.published(newer.form.programme, "mentee") == version
    actions.publish(newer, **doing(newer))
    states = FormVersion.objects.order_by("number").values_list("number", "state")
    assert (queries.published(newer.form.programme, "mentee"), list(states)) == (
        newer,
        [(1, "retired"), (2, "published")],
    )
    counts = [len(queries.questions(fresh(one))) for one in (version, newer)]
    assert counts == [11, 12]


def test_a_discarded_draft_leaves_what_applicants_fill_in():
    version = draft()
    actions.publish(version, **doing(version))
    newer = draft(version.form.programme)
    actions.discard(newer, **doing(newer))
    assert list(FormVersion.objects.values_list("number", "state")) == [(1, "published")]


def flaw(version):
    return [one.text for one in queries.flaws(fresh(version))]


def test_a_form_asks_what_matching_and_approval_need():
    version = draft()
    for key in ("workplace", "areas", "languages", "privacy", "manager"):
        Question.objects.filter(section__version=version, key=key).delete()
    assert flaw(version) == [
        "The page “Areas of expertise” asks nothing.",
        "The page “Consent” asks nothing.",
        "“Institution and unit” has to be asked; add it to a page.",
        "“Line manager” has to be asked; add it to a page.",
        "“Areas of expertise, with importance” has to be asked; add it to a page.",
        "“Languages one can meet in” has to be asked; add it to a page.",
        "“Consent to the privacy notice” has to be asked; add it to a page.",
    ]
    with pytest.raises(actions.NotReady):
        actions.publish(version, **doing(version))


def test_the_line_manager_is_only_needed_where_supervisors_approve():
    version = draft(factories.programme(supervisor_approval=False))
    Question.objects.filter(section__version=version, key="manager").delete()
    assert flaw(version) == []


def test_own_questions_are_complete_before_publishing():
    version = draft()
    ask(version, "Which?", "choice", options=["Only one"])
    ask(version, "Agree?", "consent")
    ask(version, "How many?", "number", limits={"least": 5, "most": 1})
    assert flaw(version) == [
        "“Which?” needs at least two answers to choose from.",
        "“Agree?” has no text to agree to.",
        "Of “How many?” the least is more than the most.",
    ]


def test_a_question_depends_only_on_answers_asked_before():
    version = draft()
    ask(version, "Children?", "yes_no")
    ask(version, "Which?", "choice", options=["A", "B"])
    ask(version, "School?", shown_if={"question": "children", "any_of": [True]})
    ask(version, "More?", shown_if={"question": "which", "any_of": ["c"]})
    ask(version, "Never?", shown_if={"question": "later", "any_of": [True]})
    actions.move_question(of(version, "school"), by_places=-1, **doing(version))
    actions.move_question(of(version, "school"), by_places=-1, **doing(fresh(version)))
    assert flaw(version) == [
        "“School?” depends on a question that does not come before it.",
        "“More?” depends on an answer that is no longer offered.",
        "“Never?” depends on a question that does not come before it.",
    ]


def test_texts_are_translated_beside_the_original():
    version = draft()
    own = ask(version, "Why now?", "choice", options=["Yes", "No"])
    actions.set_languages(version, ["en", "de"], **doing(version))
    version = fresh(version)
    missing = queries.untranslated(version, "de")
    actions.translate(
        version, "de", {f"{own.pk}.label": "Warum jetzt?", f"{own.pk}.option.no": "Nein"}, **doing(version)
    )
    stored = of(version, "why-now")
    assert stored.label == {"en": "Why now?", "de": "Warum jetzt?"}
    assert [one["label"] for one in stored.options] == [{"en": "Yes"}, {"en": "No", "de": "Nein"}]
    assert (missing, queries.untranslated(fresh(version), "de")) == (8, 6)


def test_rewording_a_question_keeps_its_translations():
    version = draft()
    own = ask(version)
    Question.objects.filter(pk=own.pk).update(label={"en": "Why now?", "de": "Warum jetzt?"})
    actions.change_question(of(version, own.key), actions.Wording(label="Why this year?"), **doing(version))
    assert of(version, own.key).label == {"en": "Why this year?", "de": "Warum jetzt?"}


def test_a_form_needs_a_language():
    version = draft()
    with pytest.raises(actions.NoLanguage):
        actions.set_languages(version, [], **doing(version))


def test_what_changed_is_told_question_by_question():
    version = draft()
    ask(version, "Why now?")
    ask(version, "How long?", "number")
    actions.publish(version, **doing(version))
    newer = draft(version.form.programme)
    actions.change_question(
        of(newer, "why-now"), actions.Wording(label="Why?", required=True), **doing(newer)
    )
    actions.remove_question(of(newer, "how-long"), **doing(fresh(newer)))
    ask(fresh(newer), "Where?", place=1)
    found = queries.changes(version, fresh(newer))
    assert [(one.what, one.label, one.lines) for one in found] == [
        ("changed", "Why?", (("Wording", "Why now?", "Why?"), ("Must be answered", "no", "yes"))),
        ("added", "Where?", ()),
        ("removed", "How long?", ()),
    ]


def test_a_sub_programme_fills_in_its_parents_form_until_it_has_its_own():
    parent = factories.programme()
    child = factories.programme(parent=parent)
    version = draft(parent)
    ask(version)
    actions.publish(version, **doing(version))
    assert queries.published(child, "mentee") == version
    own = draft(child)
    child.refresh_from_db()
    copied = queries.published(child, "mentee")
    assert ("forms" in child.own, copied.form.programme, asked(copied)) == (True, child, asked(version))
    assert (own.form, own.number, asked(own)) == (copied.form, 2, asked(version))


def test_a_copied_programme_has_copies_of_the_forms():
    person = factories.person()
    source = factories.programme()
    version = draft(source)
    ask(version)
    actions.publish(version, **doing(version))
    made = programmes.copy_programme(
        source, name="Copy", starts_on=None, with_team=False, by=factories.actor(person), at=factories.AT
    )
    copied = queries.published(made, "mentee")
    assert (copied != version, asked(copied)) == (True, asked(version))
    assert queries.published(made, "mentor") is None


def test_only_explicit_questions_of_the_published_form_feed_matching():
    version = draft()
    ask(version, "Rhythm?", "choice", options=["Weekly", "Monthly"], matching=True)
    ask(version, "Why now?")
    assert queries.matching_questions(version.form.programme) == {}
    actions.publish(version, **doing(version))
    (found,) = queries.matching_questions(version.form.programme)["mentee"]
    assert (found.key, found.kind, found.options) == ("rhythm", "choice", ("weekly", "monthly"))


def test_the_checklist_before_opening_knows_of_unpublished_drafts_and_of_the_line_manager():
    programme = factories.programme(supervisor_approval=False)
    version = draft(programme)
    Question.objects.filter(section__version=version, key="manager").delete()
    assert [line.done for line in queries.opening_lines(programme)] == [False]
    actions.publish(version, **doing(version))
    programme.supervisor_approval = True
    assert [(line.done, line.blocking) for line in queries.opening_lines(programme)] == [
        (True, False),
        (False, True),
    ]


def test_the_record_says_who_did_what_without_what_was_written():
    person = factories.person()
    version = draft()
    actions.add_section(
        version, title="Secret", explained="", seen=0, by=factories.actor(person), at=factories.AT
    )
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.actor_id, entry.details) == (
        "form page added",
        person.pk,
        {"side": "mentee", "number": 1},
    )
