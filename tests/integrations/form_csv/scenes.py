"""A consortium of three in the database, and files on their way into its round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fairlead.integrations.form_csv import actions, queries
from fairlead.integrations.form_csv.models import Upload
from fairlead.integrations.form_csv.writing import LATER, Wishes, Written
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.models import Programme, Round
from tests import factories
from tests.integrations.form_csv.known import AREAS, HEADINGS, INSTITUTIONS, USUAL


@dataclass(frozen=True)
class Scene:
    """A programme with its open round and coordinator."""

    programme: Programme
    round: Round
    coordinator: Person

    @property
    def by(self) -> Actor:
        """The coordinator, acting."""
        return factories.actor(self.coordinator)


def scene(**fields: object) -> Scene:
    """Three institutions, eighteen areas, an open round, a coordinator."""
    lead, *_others = [factories.institution(name) for name in INSTITUTIONS]
    programme = factories.programme("Staff mentoring", areas=AREAS, lead=lead, **fields)
    return Scene(programme, factories.round(programme), factories.member(programme))


def written(*rows: Mapping[str, str]) -> bytes:
    """A file with these rows; what is not named is as usual for a mentee."""
    lines = [HEADINGS, *([{**USUAL, **row}[heading] for heading in HEADINGS] for row in rows)]
    return "\r\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    ).encode()


def take_in(of: Scene, content: bytes, *, at: datetime, name: str = "export.csv") -> Upload:
    """A file taken in, its columns as recognised, waiting in the preview."""
    upload = actions.take_in(
        round=of.round, file_name=name, content=content, encoding="", delimiter="", by=of.by, at=at
    )
    actions.go_to_preview(upload)
    return upload


def settle(upload: Upload) -> None:
    """Make every choice as it is proposed."""
    plan = queries.preview(upload).plan
    made = {key: {"value": answer.value, "text": answer.text} for key, answer in plan.answers.items()}
    actions.choose(upload, made)


def confirm(
    of: Scene, upload: Upload, *, at: datetime, approvals: str = LATER, admit: bool = False
) -> Written:
    """Bring in what the preview shows now."""
    seen = queries.preview(upload).mark
    return actions.confirm(upload, seen=seen, wishes=Wishes(approvals, admit, "In writing."), by=of.by, at=at)


def bring_in(of: Scene, content: bytes, *, at: datetime, **wishes: object) -> Upload:
    """The whole way, with every choice as proposed."""
    upload = take_in(of, content, at=at)
    settle(upload)
    confirm(of, upload, at=at, **wishes)  # type: ignore[arg-type]
    return upload
