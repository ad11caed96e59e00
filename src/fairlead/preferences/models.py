"""What a round asks of wishes, and what each person has said, sealed for that person alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.preferences.enums import Cards, Counting, Mode, Ranking, RequestState
from fairlead.programmes.models import Participation, Round
from fairlead.sealed.models import Sealed

MOST_RANKED, MOST_OUT = 10, 10
MOST_SWAP_WEEKS = 12


class Terms(Record):
    """That a round asks people for their wishes, and how; a round without a row asks nobody.

    Wishes can be changed up to and including the day `until`; what was said counts in every later run.
    `swap_weeks`: until so many weeks after its first day a pair may propose a swap; None: no pair may.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(
        _("what becomes of wishes"), max_length=9, choices=Mode.choices, default=Mode.CENTRAL
    )
    ranking = models.CharField(_("who may rank"), max_length=8, choices=Ranking.choices, default=Ranking.BOTH)
    counting = models.CharField(
        _("whose wishes count how much"), max_length=8, choices=Counting.choices, default=Counting.ALIKE
    )
    cards = models.CharField(
        _("what a card tells"), max_length=10, choices=Cards.choices, default=Cards.ANONYMISED
    )
    most_ranked = models.PositiveSmallIntegerField(_("how many can be ranked"), default=3)
    most_out = models.PositiveSmallIntegerField(_("how many can be ruled out"), default=3)
    until = models.DateField(_("last day"))
    swap_weeks = models.PositiveSmallIntegerField(_("weeks in which swaps may be proposed"), null=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most_ranked__gte=1, most_ranked__lte=MOST_RANKED), name="terms_rank_one_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(most_out__gte=1, most_out__lte=MOST_OUT), name="terms_rule_out_one_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(swap_weeks=None) | Q(swap_weeks__lte=MOST_SWAP_WEEKS),
                name="terms_swap_up_to_twelve_weeks",
            ),
        ]


class Statement(Record):
    """What one person has said about the people of the other side; only that person can open it.

    The sealed text holds ranks and whom they would rather not, always of one length: whether somebody was
    ruled out cannot be read from its size.
    """

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="+")
    text = models.OneToOneField(Sealed, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]


class Request(Record):
    """A mentee’s question to one mentor in a round in which mentees may ask; one at a time."""

    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "mentee",
                condition=Q(state=RequestState.WAITING.value),
                name="one_waiting_request_per_mentee",
            ),
        ]
