"""The words a programme is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """How closely the programme guides its pairs."""

    FORMAL = "formal", _("Formal: agreement, plan and review")
    INFORMAL = "informal", _("Informal: the pair decides how much to write down")


class GoalKind(models.TextChoices):
    """The overarching goals of a mentoring cycle."""

    JOB_KNOWLEDGE = "job_knowledge", _("Specific job knowledge in supporting international academics")
    PROFESSIONAL_SKILLS = "professional_skills", _("Professional skills")
    NETWORKING = "networking", _("Networking opportunities")


class TeamRole(models.TextChoices):
    """What a member of the central team does in one programme."""

    COORDINATOR = "coordinator", _("Coordinator")
    HR_LEAD = "hr_lead", _("HR lead")
    IRO_LEAD = "iro_lead", _("International relations lead")
    PARTNER_COORDINATOR = "partner_coordinator", _("Partner coordinator")


class Side(models.TextChoices):
    """The two sides of a mentoring pair."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")


class RoundState(models.TextChoices):
    """How far a round has come."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed for applications")
    FINISHED = "finished", _("Finished")


ROUND_MOVES: dict[str, frozenset[str]] = {
    RoundState.PLANNED: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN, RoundState.FINISHED}),
    RoundState.FINISHED: frozenset(),
}


class ParticipationState(models.TextChoices):
    """Whether a person takes part now."""

    ACTIVE = "active", _("Taking part")
    LEFT = "left", _("Left")
    FINISHED = "finished", _("Finished")


PARTICIPATION_MOVES: dict[str, frozenset[str]] = {
    ParticipationState.ACTIVE: frozenset({ParticipationState.LEFT, ParticipationState.FINISHED}),
    ParticipationState.LEFT: frozenset({ParticipationState.ACTIVE}),
    ParticipationState.FINISHED: frozenset(),
}
