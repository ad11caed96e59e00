"""A round that is long over, with everything that is held of its people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.matching.models import Answer, Proposal, Ruling, Run
from fairlead.mentorships.models import Mentorship, Thanks
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.recruitment.models import Invitation
from fairlead.sealed import actions as sealed
from tests import factories
from tests.matching.pools import Pool, pool

BEGAN, OVER = datetime(2023, 9, 20, 9, tzinfo=UTC), date(2024, 5, 15)
# 24 months after the last day: what is held until the evening before is gone in the morning.
DAY = datetime(2026, 5, 15, 6, tzinfo=UTC)
EVE = datetime(2026, 5, 14, 20, tzinfo=UTC)


@dataclass
class Past:
    """The pool of the round, its runs, one completed pair, and somebody who was declined."""

    people: Pool
    runs: list[Run]
    pair: Mentorship
    declined: Application

    @property
    def round(self) -> Round:
        """The round as it stands."""
        return Round.objects.select_related("programme").get(pk=self.people.round.pk)

    def of(self, name: str) -> Application:
        """The application of somebody in the pool."""
        return Application.objects.get(participation=self.people.people[name].pk)


def past(**mentorship: Any) -> Past:
    """Two runs of Ana, Boris, Chen, Dana and Emil; Chen and Ana were a pair until the round ended."""
    people = pool()
    dates = {"opens_on": date(2023, 9, 1), "closes_on": date(2023, 10, 1), "starts_on": date(2023, 11, 15)}
    Round.objects.filter(pk=people.round.pk).update(**dates, ends_on=OVER)
    people.round.refresh_from_db()
    sent = {"submitted_at": BEGAN, "saved_at": BEGAN, "decided_at": BEGAN, "hopes": "To grow."}
    people.mentor("Ana", **sent)
    people.mentor("Boris", grade=5, **sent)
    for name, grade in (("Chen", 6), ("Dana", 5), ("Emil", 2)):
        people.mentee(name, grade=grade, **sent)
    first = people.run(BEGAN)
    runs = [first, people.run(BEGAN, base=first)]
    _say(people, runs[1])
    _invite(people)
    mentor = people.people["Ana"]
    pair = factories.mentorship(
        people.round,
        mentor,
        people.people["Chen"],
        **{"state": "completed", "agreed_at": BEGAN, "ended_on": OVER, "reasons": ["Both"], **mentorship},
    )
    two = [mentor.person_id, people.people["Chen"].person_id]
    (words,) = sealed.seal_all(["Thank you."], kind="thanks", readers=two, at=BEGAN)
    Thanks.objects.create(mentorship=pair, side=Side.MENTEE, text=words, written_at=BEGAN)
    declined = factories.application(people.round, state=ApplicationState.DECLINED, **sent)
    SupervisorApproval.objects.create(
        application=declined,
        supervisor_name="Sam",
        supervisor_email="sam@northport.example",
        fingerprint="y" * 64,
        asked_at=BEGAN,
        answer_by=BEGAN,
    )
    Round.objects.filter(pk=people.round.pk).update(state=RoundState.FINISHED)
    return Past(people, runs, pair, declined)


def _say(people: Pool, run: Run) -> None:
    """Chen's private no, and the coordinator's word on Emil and Ana."""
    paired = Proposal.objects.get(run=run, mentee=people.people["Chen"])
    Answer.objects.create(
        proposal=paired, side=Side.MENTEE, fingerprint="x" * 64, private_reason="I know them too well."
    )
    Ruling.objects.create(
        round=people.round,
        mentee=people.people["Emil"],
        mentor=people.people["Ana"],
        kind="forbid",
        reason="They live together.",
        made_at=BEGAN,
    )


def _invite(people: Pool) -> None:
    """Somebody who was asked to be a mentor and never came."""
    Invitation.objects.create(
        round=people.round,
        email="ines@home.example",
        name="Ines",
        fingerprint="z" * 64,
        invited_at=BEGAN,
    )
