"""The ledger as a file: every line is looked at, and all are written or none."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.evaluation.models import EffortEntry
from fairlead.evaluation.queries import ledger_files as files
from tests import factories
from tests.evaluation import spending

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
HEAD = "date,phase,activity,role,hours,money,institution,round,note"


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def by(programme):
    return factories.actor(factories.member(programme))


def preview(by, programme, *lines, head=HEAD):
    return files.preview(by, programme, "\n".join([head, *lines]), today=TODAY)


def test_a_line_is_read_with_words_or_with_codes(programme, by):
    round = factories.round(programme, name="Autumn")
    found = preview(
        by,
        programme,
        f"2026-03-31,setup,Support of pairs,coordinator,6.5,,{programme.lead.short_name},autumn,Help",
        "31.03.2026,,travel,HR department,,12.40,,,",
    )
    assert found.problems == ()
    first, second = found.lines
    assert (first.on, first.phase, first.activity, first.round, first.hours) == (
        date(2026, 3, 31),
        "setup",
        "support",
        round,
        Decimal("6.50"),
    )
    assert (second.phase, second.role, second.money, second.institution) == (
        "delivery",
        "hr",
        Decimal("12.40"),
        programme.lead,
    )


def test_semicolons_and_decimal_commas_as_spreadsheets_write_them(programme, by):
    found = preview(by, programme, "2026-03-31;travel;hr;1,5", head="date;activity;role;hours")
    assert [one.hours for one in found.lines] == [Decimal("1.50")]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("soon,delivery,support,hr,1,,,,", "date"),
        ("2999-01-01,delivery,support,hr,1,,,,", "date"),
        ("2026-03-31,later,support,hr,1,,,,", "phase"),
        ("2026-03-31,delivery,sleeping,hr,1,,,,", "activity"),
        ("2026-03-31,delivery,support,ana,1,,,,", "role"),
        ("2026-03-31,delivery,support,hr,many,,,,", "hours"),
        ("2026-03-31,delivery,support,hr,NaN,,,,", "hours"),
        ("2026-03-31,delivery,support,hr,-1,,,,", "hours"),
        ("2026-03-31,delivery,support,hr,,1e99,,,", "money"),
        ("2026-03-31,delivery,support,hr,,,,,", "hours"),
        ("2026-03-31,delivery,support,hr,1,,Elsewhere,,", "institution"),
        ("2026-03-31,delivery,support,hr,1,,,Nowhere,", "round"),
        (f"2026-03-31,delivery,support,hr,1,,,,{'x' * 201}", "note"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(programme, by, line, column):
    found = preview(by, programme, "2026-03-31,delivery,support,hr,1,,,,", line)
    assert [(one.number, one.column) for one in found.problems] == [(3, column)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,hours\n2026-01-01,3", "activity, role"),
        ("date,activity,role", "no line"),
        ("\x00\x00", "name the columns"),
    ],
)
def test_what_is_no_ledger_is_refused(programme, by, text, sentence):
    with pytest.raises(files.FileRefused, match=sentence):
        files.preview(by, programme, text, today=TODAY)


def test_too_many_lines_are_refused(programme, by):
    lines = ["2026-03-31,delivery,support,hr,1,,,,"] * 5001
    with pytest.raises(files.FileRefused, match="5,000"):
        preview(by, programme, *lines)


def test_a_long_file_is_read_in_as_many_queries_as_a_short_one(programme, by):
    counts = []
    preview(by, programme, "2026-03-31,delivery,support,hr,1,,,,")
    for many in (1, 300):
        with CaptureQueriesContext(connection) as found:
            preview(by, programme, *["2026-03-31,delivery,support,hr,1,,,,"] * many)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_one_wrong_line_and_nothing_is_written(client, programme, by):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    address = reverse("evaluation:bring", args=[programme.pk])
    text = f"{HEAD}\n2026-03-31,delivery,support,hr,1,,,,\n2026-03-31,delivery,dance,hr,1,,,,"
    answer = client.post(address, {"text": text, "go": "write"})
    page = answer.content.decode()
    assert (answer.status_code, "Nothing is written yet" in page, "dance" in page) == (422, True, True)
    assert not EffortEntry.objects.exists()


def test_lines_are_shown_first_and_written_once(client, programme, by):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    address = reverse("evaluation:bring", args=[programme.pk])
    text = f"{HEAD}\n2026-03-31,delivery,support,hr,1,,,,\n2026-04-30,delivery,support,hr,2.5,,,,"
    file = SimpleUploadedFile("hours.csv", text.encode("utf-16"))
    shown = client.post(address, {"file": file})
    assert (shown.status_code, EffortEntry.objects.count()) == (200, 0)
    assert [(line.what, line.who) for line in shown.context["shown"]] == [
        ("Support of pairs", "HR department")
    ] * 2
    said = {"text": shown.context["text"], "key": str(uuid4()), "go": "write"}
    pages = [client.post(address, said, follow=True).content.decode() for _time in range(2)]
    assert ["2 entries are written" in pages[0], "written down already" in pages[1]] == [True, True]
    assert EffortEntry.objects.count() == 2


@pytest.mark.parametrize(("content", "sentence"), [(b"a\x00b", "no text"), (b"x" * (2**21 + 1), "larger")])
def test_a_file_that_is_no_text_is_refused_at_its_field(client, programme, by, content, sentence):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    answer = client.post(
        reverse("evaluation:bring", args=[programme.pk]), {"file": SimpleUploadedFile("a.csv", content)}
    )
    assert (answer.status_code, sentence in str(answer.context["form"].errors["file"])) == (422, True)


def test_the_export_can_be_read_again_and_runs_no_formula(client, programme, by):
    spending.entry(programme, date(2026, 3, 31), "6.5", "3", note='=HYPERLINK("http://x.example")')
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    answer = client.get(reverse("evaluation:export", args=[programme.pk]))
    text = answer.content.decode("utf-8-sig")
    assert (answer["Content-Type"], "'=HYPERLINK" in text) == ("text/csv; charset=utf-8", True)
    again = files.preview(by, programme, text, today=TODAY)
    assert [(one.on, one.hours, one.money, one.note) for one in again.lines] == [
        (date(2026, 3, 31), Decimal("6.50"), Decimal("3.00"), '=HYPERLINK("http://x.example")')
    ]
