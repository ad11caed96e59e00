"""An actor asks once and remembers."""

from uuid import uuid4

from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.languages import language_name


def test_actor_asks_once_per_key():
    asked = []
    actor = Actor(person_id=uuid4())
    answers = [actor.remembered("roles", lambda: asked.append(1) or "found") for _number in range(2)]
    assert (answers, asked) == (["found", "found"], [1])


def test_only_somebody_known_is_signed_in():
    assert (NOBODY.signed_in, Actor(person_id=uuid4()).signed_in) == (False, True)


def test_language_we_do_not_know_keeps_its_code():
    assert (language_name("ka"), language_name("tlh")) == ("Georgian", "tlh")
