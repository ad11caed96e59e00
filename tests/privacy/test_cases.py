"""Closed cases lose their words, those shared with another institution too; kind and outcome stay."""

from datetime import UTC, date, datetime

import pytest

from fairlead.privacy.actions import pruning
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed
from fairlead.support.models import Case, CaseNote, SharedWord, Sharing
from tests import factories

pytestmark = pytest.mark.django_db
CLOSED = datetime(2024, 1, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize(("day", "gone"), [(30, False), (31, True)])
def test_a_closed_case_goes_with_all_that_was_written_on_its_day(day, gone):
    programme, who = factories.programme(), factories.person()
    texts = sealed.seal_all(["a", "b", "c", "d"], kind="case", readers=[who.pk], at=CLOSED)
    fields = {"origin": "concern", "kind": "time", "due_on": date(2024, 1, 30), "opened_at": CLOSED}
    closed = {"state": "closed", "outcome": "agreed_anew", "closed_at": CLOSED, "words": texts[0]}
    case = Case.objects.create(programme=programme, raised_by=who, owner=who, **fields, **closed)
    CaseNote.objects.create(case=case, author=who, text=texts[1], written_at=CLOSED)
    shared = Sharing.objects.create(
        case=case,
        institution=programme.lead,
        state="ended",
        level="talk",
        summary=texts[2],
        proposed_at=CLOSED,
        settled_at=CLOSED,
    )
    SharedWord.objects.create(sharing=shared, text=texts[3], written_at=CLOSED)
    open_case = Case.objects.create(programme=programme, raised_by=who, owner=who, **fields)
    pruning.prune_due(at=datetime(2026, 1, day, 12, tzinfo=UTC))
    now = Case.objects.get(pk=case.pk)
    assert (Sealed.objects.count(), CaseNote.objects.count()) == ((0, 0) if gone else (4, 1))
    assert (now.raised_by, now.kind, now.outcome) == (None if gone else who, "time", "agreed_anew")
    assert Case.objects.get(pk=open_case.pk).raised_by == who
