"""Whatever is done to a form: what was answered under a version stays readable under it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fairlead.kernel.errors import Refused
from fairlead.questions import actions, checking, queries
from fairlead.questions.enums import VersionState
from fairlead.questions.models import FormVersion, Question, Section
from tests import factories
from tests.questions.asking import ask, doing, draft, fresh

KINDS = st.sampled_from(["short", "choice", "scale", "yes_no", "number"])
RAW = {"short": "Because", "choice": "b", "scale": "4", "yes_no": "yes", "number": "7"}


class Editing(RuleBasedStateMachine):
    """A coordinator edits and publishes in any order; applicants answer whatever is published."""

    def __init__(self):
        super().__init__()
        self.programme = factories.programme(supervisor_approval=False)
        self.told = {}
        self.kinds = {}

    def drafted(self):
        return fresh(draft(self.programme))

    def own(self, version):
        found = Question.objects.filter(section__version=version).exclude(kind="standard")
        return list(found.select_related("section__version__form__programme"))

    @rule(kind=KINDS, place=st.integers(0, 4), label=st.sampled_from(["Why?", "How?", "أين؟", ""]))
    def add(self, kind, place, label):
        version = self.drafted()
        pages = Section.objects.filter(version=version).count()
        ask(version, label, kind, place % pages, options=["A", "B"] if kind == "choice" else ())

    @rule(which=st.integers(0, 9), label=st.sampled_from(["Where?", "When?"]), lines=st.permutations("BAC"))
    def reword(self, which, label, lines):
        version = self.drafted()
        if own := self.own(version):
            question = own[which % len(own)]
            options = lines if question.kind == "choice" else ()
            wording = actions.Wording(label=label, options=options)
            actions.change_question(question, wording, **doing(version))

    @rule(which=st.integers(0, 20), by_places=st.sampled_from([-1, 1]))
    def move(self, which, by_places):
        version = self.drafted()
        asked = Question.objects.select_related("section__version").filter(section__version=version)
        question = asked[which % asked.count()]
        actions.move_question(question, by_places=by_places, **doing(version))

    @rule(which=st.integers(0, 9))
    def remove(self, which):
        version = self.drafted()
        if own := self.own(version):
            actions.remove_question(own[which % len(own)], **doing(version))

    @rule()
    def discard(self):
        version = self.drafted()
        actions.discard(version, **doing(version))

    @rule()
    def publish(self):
        version = self.drafted()
        ready = queries.flaws(fresh(version)) == []
        try:
            actions.publish(version, **doing(version))
        except Refused:
            assert not ready
        else:
            assert ready

    @precondition(lambda self: queries.published(self.programme, "mentee") is not None)
    @rule()
    def answer(self):
        version = queries.published(self.programme, "mentee")
        questions = queries.questions(version)
        own = [one for one in questions if one.kind != "standard"]
        answers = {one.key: checking.clean(one, RAW[one.kind]).value for one in own}
        self.told[version.pk] = answers, checking.told_to("coordinator", questions, answers, "en")

    @invariant()
    def answers_stay_readable_under_their_version(self):
        for pk, (answers, told) in self.told.items():
            questions = queries.questions(FormVersion.objects.get(pk=pk))
            assert checking.told_to("coordinator", questions, answers, "en") == told

    @invariant()
    def a_key_names_one_kind_of_question_in_all_versions(self):
        found = Question.objects.filter(section__version__form__programme=self.programme)
        for key, kind in found.exclude(section__version__state="draft").values_list("key", "kind"):
            assert self.kinds.setdefault(key, kind) == kind

    @invariant()
    def there_is_at_most_one_draft_and_one_published_version(self):
        states = list(
            FormVersion.objects.filter(form__programme=self.programme).values_list("state", flat=True)
        )
        assert max(states.count(VersionState.DRAFT), states.count(VersionState.PUBLISHED)) <= 1

    @invariant()
    def questions_are_numbered_without_gaps(self):
        for page in Section.objects.filter(version__form__programme=self.programme):
            places = list(Question.objects.filter(section=page).values_list("position", flat=True))
            assert places == list(range(len(places)))


class TestEditing(TestCase, Editing.TestCase):
    """Run on an empty database for each example."""

    settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
