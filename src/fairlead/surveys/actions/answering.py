"""Keep what somebody has written so far, send it without the name, or say that one does not want to."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.people.models import Person
from fairlead.questions import checking
from fairlead.questions import queries as forms
from fairlead.sealed import actions as sealed
from fairlead.surveys.actions import boxing
from fairlead.surveys.enums import ASK_MOVES, AskState, Privacy, WaveState
from fairlead.surveys.models import Ask, Wave

DRAFT = "survey"


class WaveOver(Refused):
    """The wave takes no answers any more."""


class AnsweredAlready(Refused):
    """Everybody answers once."""


class AnswersMissing(Refused):
    """Something that must be answered is not, or nothing is."""


def actor_of(ask: Ask) -> Actor:
    """Whoever is asked, as the one who acts; the link proves that they read the letter."""
    return Actor(person_id=ask.person_id, name=ask.person.name, email=ask.person.email)


def _locked(ask: Ask) -> Ask:
    """The ask with its wave, both locked, while it can be answered. Raises `WaveOver`, `AnsweredAlready`."""
    wave = Wave.objects.select_for_update().get(pk=ask.wave_id)
    if wave.state != WaveState.OPEN:
        raise WaveOver(_("This survey is over. Thank you for looking; nothing of it is kept."))
    now = Ask.objects.select_for_update(of=("self",)).select_related("person", "wave").get(pk=ask.pk)
    if now.state == AskState.ANSWERED:
        raise AnsweredAlready(_("You have answered this survey already. Thank you!"))
    now.wave = wave
    return now


@transaction.atomic
def save_draft(ask: Ask, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Keep what was answered so far, sealed for the person alone. Raises `WaveOver`, `AnsweredAlready`."""
    now = _locked(ask)
    words = json.dumps({key: value for key, value in answers.items() if value is not None})
    if now.state == AskState.DECLINED:
        return
    if now.draft is not None:
        sealed.rewrite(now.draft, words, by=by, at=at)
        return
    now.draft = sealed.seal(words, kind=DRAFT, readers=[now.person_id], at=at)
    now.save(update_fields=["draft"])


@transaction.atomic
def send(ask: Ask, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Lay the answers into the wave's box, without the name, and note that the person has answered.

    What must be answered is; what was left out is no answer. Raises `WaveOver`, `AnsweredAlready`,
    `AnswersMissing`.
    """
    now = _locked(ask)
    wave = now.wave
    assert wave.version is not None
    asked = forms.questions(wave.version)
    missing = checking.missing(asked, answers)
    kept = checking.kept(asked, answers)
    if missing:
        raise AnswersMissing(_("Something that must be answered is not answered yet."))
    if not kept:
        raise AnswersMissing(_("Answer at least one question, or say below that you do not want to."))
    draft = now.draft_id
    move(now, AskState.ANSWERED, moves=ASK_MOVES, draft=None)
    sealed.destroy([draft])
    boxing.put(wave, {"side": now.side, "mark": _mark(now), "answers": kept})


def _mark(ask: Ask) -> str:
    """The sign that joins the answers of one person in one round; empty where nothing is to be joined."""
    if ask.wave.privacy == Privacy.ANONYMOUS:
        return ""
    return sealed.mark(ask.person_id, purpose=f"surveys:{ask.wave.round_id}")


@transaction.atomic
def decline(ask: Ask, *, at: datetime) -> None:
    """Ask this person no more in this wave; what they had written is destroyed. They can still answer.

    Raises `WaveOver`, `AnsweredAlready`.
    """
    now = _locked(ask)
    if now.state == AskState.DECLINED:
        return
    draft = now.draft_id
    move(now, AskState.DECLINED, moves=ASK_MOVES, draft=None)
    sealed.destroy([draft])


@transaction.atomic
def erase(person: Person) -> None:
    """Forget that a person was asked and what they had begun to write; answers without a name stay.

    Once the person's key is gone too (`sealed.actions.forget`), nothing can join them any more.
    """
    asks = Ask.objects.filter(person=person)
    sealed.destroy(list(asks.values_list("draft", flat=True)))
    asks.delete()
