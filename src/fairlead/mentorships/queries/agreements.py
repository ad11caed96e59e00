"""What agreements are drafted from, how each pair's stands, and what it says to the two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch

from fairlead.kernel.actors import Actor
from fairlead.mentorships import standards
from fairlead.mentorships.clauses import Between, Choices, Standard, Words, worded
from fairlead.mentorships.enums import AgreementState
from fairlead.mentorships.models import Agreement, AgreementTemplate, Mentorship, Signature
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, Side
from fairlead.programmes.models import Programme
from fairlead.sealed import queries as sealed

STANDARD = tuple(field.name for field in fields(Standard))


@dataclass(frozen=True)
class Standing:
    """How a pair's agreement stands, as anybody may know who may see the pair; nothing of its words.

    `stage` is none, writing, one_signature or in_force; `since` the day from which the version that
    counts has been in force, and `first` the day on which the two first had an agreement in force.
    """

    stage: str = "none"
    since: datetime | None = None
    first: datetime | None = None


@dataclass(frozen=True)
class Shelf:
    """The versions of one pair's agreement: the one being written, the one in force, all from the newest."""

    writing: Agreement | None
    in_force: Agreement | None
    versions: tuple[Agreement, ...]

    @property
    def current(self) -> Agreement | None:
        """What the two are at now: the version being written, else the one in force."""
        return self.writing or self.in_force


def template_of(programme: Programme) -> AgreementTemplate:
    """What the programme's agreements are drafted from: its own, its parent's, or the product's texts.

    One that nobody has written yet is not stored and has revision 0.
    """
    home = programmes.owner(programme, Part.AGREEMENT)
    found = AgreementTemplate.objects.filter(programme=home).first()
    return found or unwritten(home)


def unwritten(programme: Programme) -> AgreementTemplate:
    """The product's own texts for this programme, not stored."""
    texts = standards.standard()
    return AgreementTemplate(
        programme=programme,
        **{name: getattr(texts, name) for name in STANDARD},
        rhythm=standards.rhythm(months=programme.length_months, meetings=programme.meetings_expected),
        place=standards.place(),
        scheduler=standards.SCHEDULER,
        agenda_days=standards.AGENDA_DAYS,
        notice_days=standards.NOTICE_DAYS,
        reply_days=standards.REPLY_DAYS,
        contact=standards.contact(),
        revision=0,
    )


def standard_of(template: AgreementTemplate) -> Standard:
    """The standard texts of a template."""
    return Standard(**{name: getattr(template, name) for name in STANDARD})


def suggested(pair: Mentorship, template: AgreementTemplate) -> Choices:
    """What the programme suggests to this pair; the review falls on the middle of its time."""
    return Choices(
        rhythm=template.rhythm,
        minutes=pair.round.programme.meeting_minutes,
        place=template.place,
        scheduler=template.scheduler,
        agenda_days=template.agenda_days,
        notice_days=template.notice_days,
        reply_days=template.reply_days,
        contact=template.contact,
        review_on=_middle(pair.starts_on, pair.ends_on),
    )


def between(pair: Mentorship) -> Between:
    """Whom the agreement binds, as the pair stands now."""
    return Between(
        mentor=pair.mentor.person.name,
        mentee=pair.mentee.person.name,
        starts_on=pair.starts_on,
        ends_on=pair.ends_on,
    )


def drafted(pair: Mentorship) -> Words:
    """The agreement as the programme drafts it for this pair, before anybody has written."""
    template = template_of(pair.round.programme)
    return worded(suggested(pair, template), standard_of(template), between(pair))


def shelf(pair: Mentorship) -> Shelf:
    """The versions of the pair's agreement with their signatures; two queries."""
    signed = Prefetch("signatures", Signature.objects.select_related("person"))
    found = tuple(Agreement.objects.filter(mentorship=pair).prefetch_related(signed).order_by("-number"))
    by_state = {one.state: one for one in reversed(found)}
    return Shelf(by_state.get(AgreementState.WRITING), by_state.get(AgreementState.IN_FORCE), found)


def words(actor: Actor, versions: Iterable[Agreement | None]) -> dict[UUID, Words]:
    """What versions say, by their ids, as far as the actor can open them; at most two queries."""
    asked = [one for one in versions if one is not None]
    said = sealed.opened(actor, (one.words_id for one in asked))
    return {one.pk: Words.read(said[one.words_id]) for one in asked if one.words_id in said}


def side_of(actor: Actor, pair: Mentorship) -> Side:
    """Which half of the pair the actor is. Raises `ValueError` for anybody else."""
    halves = {pair.mentor.person_id: Side.MENTOR, pair.mentee.person_id: Side.MENTEE}
    if actor.person_id not in halves:
        raise ValueError("the actor is neither of the two")
    return halves[actor.person_id]


def signed_by(agreement: Agreement) -> dict[str, Signature]:
    """The signatures of a version by side; none when the shelf has loaded them, else one query."""
    return {one.side: one for one in agreement.signatures.all()}


def standings(pairs: Iterable[UUID]) -> Mapping[UUID, Standing]:
    """How the agreements of these pairs stand; one query."""
    asked = list(pairs)
    versions = Agreement.objects.filter(mentorship__in=asked).annotate(signed=Count("signatures"))
    found: dict[UUID, Standing] = {pk: Standing() for pk in asked}
    first: dict[UUID, datetime | None] = {}
    for one in versions.order_by("number"):
        begun = first.setdefault(one.mentorship_id, one.in_force_at)
        if one.state == AgreementState.IN_FORCE:
            found[one.mentorship_id] = Standing("in_force", one.in_force_at, begun)
        elif one.state == AgreementState.WRITING and begun is None:
            found[one.mentorship_id] = Standing("one_signature" if one.signed else "writing")
    return found


def standing(pair: Mentorship) -> Standing:
    """How the pair's agreement stands; one query."""
    return standings([pair.pk])[pair.pk]


def _middle(first: date, last: date) -> date:
    return first + timedelta(days=(last - first).days // 2)
