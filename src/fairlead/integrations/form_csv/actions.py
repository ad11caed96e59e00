"""Take a file in, say what its columns mean, settle its problems, and bring its applications in or set it
aside.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.audit.actions import record
from fairlead.integrations.form_csv import mapping as columns
from fairlead.integrations.form_csv import queries, reading, writing
from fairlead.integrations.form_csv.fields import BY_KEY, label
from fairlead.integrations.form_csv.findings import TYPED, Choice
from fairlead.integrations.form_csv.models import UPLOAD_MOVES, SavedMapping, Upload, UploadState
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round


class RoundOver(Refused):
    """A finished round takes nothing in."""


class MappingIncomplete(Refused):
    """An answer that a file must have is mapped to no column, or one answer to two."""


class ChoicesMissing(Refused):
    """Required choices have not been made yet."""


class SomethingChanged(Refused):
    """What would be written is not what was shown any more."""


@transaction.atomic
def take_in(
    *, round: Round, file_name: str, content: bytes, encoding: str, delimiter: str, by: Actor, at: datetime
) -> Upload:
    """Keep a file for this round and propose what its columns mean; nothing of it is written anywhere else.

    Encoding and delimiter are recognised where they are empty. The same file sent twice gives the upload
    already
    under way. Raises `Unreadable`, `RoundOver`.
    """
    if round.state == RoundState.FINISHED:
        raise RoundOver(_("This round is finished; nothing can be brought in any more."))
    table = reading.read(content, encoding=encoding, delimiter=delimiter)
    digest = hashlib.sha256(content).hexdigest()
    Round.objects.select_for_update().get(pk=round.pk)
    twin = Upload.objects.filter(round=round, digest=digest, state__in=queries.UNDER_WAY).first()
    if twin is not None and (twin.encoding, twin.delimiter) == (table.encoding, table.delimiter):
        return twin
    saved = queries.saved_for(round.programme, table.headings)
    upload = Upload.objects.create(
        round=round,
        file_name=file_name[-200:],
        content=content,
        digest=digest,
        encoding=table.encoding,
        delimiter=table.delimiter,
        mapping=columns.propose(table.headings, saved.mapping if saved else {}),
        mapping_name=saved.name if saved else file_name.rpartition(".")[0][:120],
        choices=dict(saved.choices) if saved else {},
        brought_by_id=by.person_id,
        brought_at=at,
    )
    record("file taken in", upload, by=by, at=at, label=round.name, details={"rows": len(table.rows)})
    return upload


@transaction.atomic
def read_again(upload: Upload, *, encoding: str, delimiter: str) -> None:
    """Read the file by another encoding or delimiter, and propose anew what its columns mean.

    Raises `Unreadable`, `AlreadyMoved`.
    """
    stored = _locked(upload)
    table = reading.read(bytes(stored.content), encoding=encoding, delimiter=delimiter)
    saved = queries.saved_for(stored.round.programme, table.headings)
    proposal = columns.propose(table.headings, saved.mapping if saved else {})
    kept = {heading: stored.mapping.get(heading, key) for heading, key in proposal.items()}
    stored.encoding, stored.delimiter, stored.mapping = table.encoding, table.delimiter, kept
    stored.save(update_fields=["encoding", "delimiter", "mapping"])
    upload.refresh_from_db()


@transaction.atomic
def map_columns(upload: Upload, chosen: Mapping[str, str], *, name: str) -> None:
    """Say which heading holds which answer ("" for none), under a name for next time; then the preview
    follows.

    Raises `MappingIncomplete`, `AlreadyMoved`.
    """
    stored = _locked(upload)
    stored.mapping = {
        heading: key if key in BY_KEY else "" for heading, key in chosen.items() if heading in stored.mapping
    }
    stored.mapping_name = " ".join(name.split())[:120] or _("Form export")
    stored.save(update_fields=["mapping", "mapping_name"])
    upload.refresh_from_db()


def check_mapping(upload: Upload) -> None:
    """Raises `MappingIncomplete`, naming what is missing or given twice."""
    if doubled := columns.doubled(upload.mapping):
        raise MappingIncomplete(
            _("More than one column is set to: %(answers)s.") % {"answers": ", ".join(map(label, doubled))}
        )
    if missing := columns.missing(upload.mapping):
        raise MappingIncomplete(
            _("No column is set to: %(answers)s.") % {"answers": ", ".join(map(label, missing))}
        )


@transaction.atomic
def go_to_preview(upload: Upload) -> None:
    """The columns are settled; the preview follows.

    Raises `MappingIncomplete`, `AlreadyMoved`.
    """
    stored = _locked(upload)
    check_mapping(stored)
    if stored.state == UploadState.MAPPING:
        move(stored, UploadState.PREVIEW, moves=UPLOAD_MOVES)
    upload.refresh_from_db()


@transaction.atomic
def choose(upload: Upload, made: Mapping[str, Mapping[str, str]]) -> None:
    """Keep choices, as `findings.clean` reads them from a form; others made before stay.

    Raises `AlreadyMoved`.
    """
    stored = _locked(upload)
    stored.choices = {**stored.choices, **{key: dict(choice) for key, choice in made.items()}}
    stored.save(update_fields=["choices"])
    upload.refresh_from_db()


@transaction.atomic
def confirm(upload: Upload, *, seen: str, wishes: writing.Wishes, by: Actor, at: datetime) -> writing.Written:
    """Write all that the preview showed, or nothing; the file itself is dropped, the arrangement remembered.

    `seen` is the mark of the preview that was shown. Raises `ChoicesMissing`, `SomethingChanged`,
    `AlreadyMoved` when it was confirmed or set aside a moment ago.
    """
    stored = _locked(upload)
    check_mapping(stored)
    found = queries.preview(stored)
    if found.plan.open_choices:
        raise ChoicesMissing(_("Some choices are still to be made. They are marked below."))
    if found.mark != seen:
        raise SomethingChanged(
            _("Something has changed since this page was shown. Look at it again, then confirm.")
        )
    _remember(stored, found.plan.choices, at=at)
    move(stored, UploadState.DONE, moves=UPLOAD_MOVES, done_at=at, content=b"", choices={})
    written = writing.write(found.plan, stored.round, wishes=wishes, by=by, at=at)
    stored.counts = written.as_counts(found)
    stored.save(update_fields=["counts"])
    record("applications brought in", stored, by=by, at=at, label=stored.round.name, details=written.figures)
    upload.refresh_from_db()
    return written


@transaction.atomic
def set_aside(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Drop the file without bringing anything in.

    Raises `AlreadyMoved`.
    """
    stored = _locked(upload)
    move(stored, UploadState.SET_ASIDE, moves=UPLOAD_MOVES, done_at=at, content=b"", choices={})
    record("file set aside", stored, by=by, at=at, label=stored.round.name)
    upload.refresh_from_db()


def set_aside_forgotten(*, at: datetime, before: datetime) -> int:
    """Drop the files taken in before this moment that nobody has confirmed; how many."""
    forgotten = Upload.objects.filter(state__in=queries.UNDER_WAY, brought_at__lt=before).values_list(
        "pk", flat=True
    )
    return Upload.objects.filter(pk__in=list(forgotten), state__in=queries.UNDER_WAY).update(
        state=UploadState.SET_ASIDE, done_at=at, content=b"", choices={}
    )


SETTLED = gettext_lazy("This file has been brought in or set aside.")


def _locked(upload: Upload) -> Upload:
    stored = (
        Upload.objects.select_for_update(of=("self",)).select_related("round__programme").get(pk=upload.pk)
    )
    if stored.state not in queries.UNDER_WAY:
        raise AlreadyMoved(SETTLED)
    return stored


def _remember(upload: Upload, choices: Mapping[str, Choice], *, at: datetime) -> None:
    """Keep columns and choices for the next export; nothing that says who somebody is."""
    kept = {
        key: dict(made)
        for key, made in upload.choices.items()
        if key in choices and not choices[key].private and made.get("value") != TYPED
    }
    saved, _made = SavedMapping.objects.get_or_create(
        programme=upload.round.programme,
        name=upload.mapping_name,
        defaults={"mapping": {}, "used_at": at},
    )
    saved.mapping = columns.to_remember(upload.mapping)
    saved.choices = {**saved.choices, **kept}
    saved.used_at = at
    saved.save()
