"""The health page sees what is wrong, and what is wrong can be set right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fairlead.audit.models import Entry
from fairlead.notifications.models import Letter, LetterState
from fairlead.people.models import Role
from fairlead.portal.queries.health import health
from tests import factories

pytestmark = pytest.mark.django_db


def letter(at, **more):
    given = {"key": str(at), "kind": "offer", "to_email": "a@x.example", "subject": "Secret subject"}
    return Letter.objects.create(written_at=at, **{**given, **more})


def job(at, status=TaskResultStatus.READY, **more):
    made = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="fairlead.notifications.tasks.send_letter",
        backend_name="default",
        run_after=at,
        exception_class_path="",
        traceback="",
        **more,
    )
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=at)


@pytest.fixture
def admin(client):
    person = factories.grant(factories.person(), Role.IT_ADMINISTRATOR).person
    client.force_login(person)
    return person


def test_quiet_house_is_well(at):
    found = health(at=at)
    assert (found.well, found.missing_migrations, found.jobs.waiting) == (True, 0, 0)


def test_job_that_nobody_takes_is_noticed_after_two_minutes(at):
    job(at)
    assert health(at=at + timedelta(minutes=1)).jobs.late is False
    found = health(at=at + timedelta(minutes=3))
    assert (found.jobs.late, found.jobs.waiting, found.well) == (True, 1, False)


def test_last_job_done_is_told(at):
    job(at, TaskResultStatus.SUCCESSFUL, finished_at=at)
    assert (health(at=at).jobs.last_done, health(at=at).well) == (at, True)


def test_letter_given_up_and_letter_late_are_noticed(at):
    letter(at, state=LetterState.FAILED, problem="ConnectionRefusedError")
    assert health(at=at).well is False
    Letter.objects.all().delete()
    letter(at)
    assert health(at=at + timedelta(minutes=11)).letters.late is True


def test_page_shows_the_problem_and_never_the_words(client, admin, at):
    letter(at, state=LetterState.FAILED, problem="ConnectionRefusedError", text="Secret words")
    page = client.get(reverse("portal:health")).content.decode()
    assert "ConnectionRefusedError" in page
    assert "Secret" not in page


def test_letters_are_tried_again_by_one_click_and_it_is_recorded(
    client, admin, django_capture_on_commit_callbacks
):
    failed = letter(timezone.now(), state=LetterState.FAILED, attempts=8)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("portal:try_letters_again"), follow=True)
    assert "1 letter is tried again." in answer.content.decode()
    failed.refresh_from_db()
    assert (failed.state, Entry.objects.get().verb) == (LetterState.SENT, "letter tried again")


def test_probes_answer_without_signing_in(client):
    assert [client.get(path).content for path in ("/livez", "/readyz")] == [b"alive\n", b"ready\n"]
