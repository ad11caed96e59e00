"""When people are asked, who is asked, what is promised to them, and the states of waves and asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """The moment of a mentoring cycle at which a questionnaire is asked."""

    BASELINE = "baseline", _("At the start")
    PULSE = "pulse", _("Pulse after a month")
    MID = "mid", _("At mid-point")
    END = "end", _("At the end")
    FOLLOW_UP = "follow_up", _("Six months after the end")
    TRAINING = "training", _("After a training")
    MEETING = "meeting", _("After a meeting")
    OTHER = "other", _("At another moment")


class Privacy(models.TextChoices):
    """What is promised to those who answer."""

    ANONYMOUS = "anonymous", _("Anonymous: nothing joins an answer to a person or to their other answers")
    CONFIDENTIAL = (
        "confidential",
        _("Confidential: answers of one person at several times are joined under a sign, without the name"),
    )


class Audience(models.TextChoices):
    """Who is asked."""

    BOTH = "both", _("Mentors and mentees")
    MENTORS = "mentor", _("Mentors")
    MENTEES = "mentee", _("Mentees")


class Pace(models.TextChoices):
    """What decides on which day somebody is asked."""

    ON_DAY = "on_day", _("Everybody on one day")
    AFTER_START = "after_start", _("Each so many days after their pair began")
    AFTER_END = "after_end", _("Each so many days after the day their pair ends")
    AFTER_MEETING = "after_meeting", _("Each so many days after their pair’s first meeting")


class WaveState(models.TextChoices):
    """How far a wave has come."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


WAVE_MOVES: dict[str, frozenset[str]] = {
    WaveState.PLANNED: frozenset({WaveState.OPEN}),
    WaveState.OPEN: frozenset({WaveState.CLOSED}),
    WaveState.CLOSED: frozenset(),
}


class AskState(models.TextChoices):
    """Whether somebody who was asked has answered; what they answered stands elsewhere."""

    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Does not want to answer")


ASK_MOVES: dict[str, frozenset[str]] = {
    AskState.ASKED: frozenset({AskState.ANSWERED, AskState.DECLINED}),
    AskState.ANSWERED: frozenset(),
    AskState.DECLINED: frozenset({AskState.ANSWERED}),
}
