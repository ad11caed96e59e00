"""A pair that comes to an agreement: the steps as tests take them."""

from fairlead.mentorships.actions import agreements as actions
from fairlead.mentorships.clauses import marks
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes.enums import Side
from tests import factories


def pair(round=None, state=MentorshipState.ACTIVE, mentee="Ana Alves", mentor="Bo Berg"):
    """A pair of two named people."""
    round = round or factories.round()
    return factories.mentorship(
        round,
        factories.participation(round, Side.MENTOR, factories.person(mentor)),
        factories.participation(round, Side.MENTEE, factories.person(mentee)),
        state=state,
    )


def mentee(of):
    return factories.actor(of.mentee.person)


def mentor(of):
    return factories.actor(of.mentor.person)


def shown_to(of, by):
    """The choices that a page shows this half now."""
    current = queries.shelf(of).current
    found = queries.words(by, [current])
    if current is not None and current.pk in found:
        return found[current.pk].choices
    return queries.suggested(of, queries.template_of(of.round.programme))


def write(of, by, at, *, seen=None, typing=False, **given):
    """Write as a page does: what is given replaces what was shown, `seen` or what stands now."""
    seen = seen or shown_to(of, by)
    return actions.write(of, given, shown=marks(seen), typing=typing, by=by, at=at)


def sign(of, by, at, *, version=None):
    """Sign the version under way as it stands, or one seen earlier."""
    version = version or queries.shelf(of).current
    return actions.sign(of, read=str(version.pk), revision=version.revision, by=by, at=at)


def take_back(of, by, at, *, version=None):
    """Give up the change under way as it stands, or one seen earlier."""
    version = version or queries.shelf(of).current
    actions.take_back(of, read=str(version.pk), revision=version.revision, by=by, at=at)


def agree(of, at, **given):
    """The mentee writes, both sign."""
    write(of, mentee(of), at, **given)
    sign(of, mentee(of), at)
    return sign(of, mentor(of), at)


def said(of, by, version):
    """The paragraphs of a version by clause, as this actor reads them."""
    found = queries.words(by, [version])
    return {one.key: one.paragraphs for one in found[version.pk].clauses} if found else {}
