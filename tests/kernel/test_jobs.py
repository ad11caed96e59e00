"""Jobs start after the commit, and only then."""

from uuid import uuid4

import pytest
from django.db import transaction

from fairlead.kernel.jobs import enqueue

started = []


class Job:
    def enqueue(self, *ids):
        started.append(ids)


job = Job()


def enqueue_and_break(pk):
    with transaction.atomic():
        enqueue(f"{__name__}.job", pk)
        raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_job_starts_when_the_transaction_is_kept_and_not_when_it_is_undone():
    started.clear()
    kept, undone = uuid4(), uuid4()
    with transaction.atomic():
        enqueue(f"{__name__}.job", kept)
        assert started == []
    with pytest.raises(RuntimeError):
        enqueue_and_break(undone)
    assert started == [(str(kept),)]
