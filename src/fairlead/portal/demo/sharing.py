"""A case about a pair across two institutions, which their coordinators looked after together."""

from fairlead.portal.demo.founding import Scene
from fairlead.support.actions import sharing
from fairlead.support.enums import SharingLevel
from fairlead.support.models import Case, Sharing

OTHER = "natia.gelashvili"
SUMMARY = (
    "Both want to go on, but their dates have been moved at short notice several times, on the mentor’s side "
    "because of the agreements that are due. Could his office keep one hour a month free for it?"
)
# Who wrote, how many days ago, and what.
TALK = (
    ("asta.gudmundsdottir", 38, "Thank you for looking at this with me. Both know that I am asking you."),
    (OTHER, 37, "His team has had two posts empty for a while; one is filled from next week on."),
    (OTHER, 35, "One hour on the first Tuesday of each month is kept free now, for all mentors there."),
    ("asta.gudmundsdottir", 34, "They have agreed on the first Tuesdays. Then I can close this."),
)
OWN = "Ask at the next steering meeting whether all mentors of ours have such an hour."


def share(scene: Scene, case: Case, *, by: str) -> None:
    """What both coordinators wrote, as far as it was agreed; the partner’s note stays hers."""
    calendar = scene.calendar
    offer = sharing.Offer(scene.people[OTHER].pk, SharingLevel.TALK, SUMMARY)
    made = sharing.propose(case, offer, by=scene.actor(by), at=calendar.moment(39, 60))
    sharing.accept(made, by=scene.actor(OTHER), at=calendar.moment(38, 15))
    kept = Sharing.objects.select_related("case__programme__lead", "case__owner", "person").get(pk=made.pk)
    for minute, (who, ago, words) in enumerate(TALK):
        at = calendar.moment(ago, 45 + 25 * minute)
        sharing.write_to_both(kept, words, by=scene.actor(who), at=at)
    sharing.note_apart(kept, OWN, by=scene.actor(OTHER), at=calendar.moment(35, 130))
