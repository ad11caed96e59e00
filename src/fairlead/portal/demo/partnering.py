"""How three institutions came to run the programme together, and what one of them would like to change."""

from typing import Any

from fairlead.partnerships import queries
from fairlead.partnerships.actions import arranging, inviting, starting
from fairlead.partnerships.actions.letters import secret_of
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.portal.demo.founding import Scene

LEAD = "asta.gudmundsdottir"
PROGRAMME = "safe-harbour"
BOTH = {
    "purpose": "Pair colleagues of the three institutions in town who support international academics, so "
    "that they learn from each other and newcomers meet people who know each other.",
    "notice_months": 3,
    "supervision": "The coordinator at Northport runs the programme day by day. Each partner’s coordinator "
    "answers for their own people and agrees to every pair of theirs. All three meet in March and October.",
    "cases": "talk",
    "shared": ["contact", "applications", "approvals", "pairs", "figures"],
    "shared_more": "Hopes, and whom somebody would rather not meet, stay with the coordinator at Northport.",
    "kept_months": 24,
    "control": "joint",
    "transfers": "",
    "security": "Access by role, encrypted connections, words of pairs sealed, a record of who did what, "
    "backups on a second site.",
    "lead_contact_name": "Ásta Guðmundsdóttir",
    "lead_contact_email": "asta.gudmundsdottir@northport.example",
    "lead_dpo_name": "Ewa Wiśniewska",
    "lead_dpo_email": "data-protection@northport.example",
    "cost_kind": "percent",
    "currency": "",
    "cost_note": "Hours of coordinators are borne by each institution and kept in the ledger.",
    "pairs_then": "finish",
    "leaving_note": "Who is in a pair hears of it from their own coordinator first.",
}
NUAS: dict[str, Any] = {
    **BOTH,
    "mentors": 6,
    "mentees": 8,
    "partner_contact_name": "ნათია გელაშვილი",
    "partner_contact_email": "natia.gelashvili@nuas.example",
    "partner_dpo_name": "Sølve Ødegård",
    "partner_dpo_email": "privacy@nuas.example",
    "lead_share": "70",
    "partner_share": "30",
    "data_then": "stay",
}
COASTAL: dict[str, Any] = {
    **BOTH,
    "mentors": 4,
    "mentees": 3,
    "partner_contact_name": "Đặng Thị Mai",
    "partner_contact_email": "mai.dang@coastal.example",
    "partner_dpo_name": "Aoife Ní Bhriain",
    "partner_dpo_email": "dpo@coastal.example",
    "lead_share": "80",
    "partner_share": "20",
    "data_then": "stay",
}
FIRST = "We have put down what we talked about over lunch. Change whatever does not fit."
MORE = (
    "Two more of us can be mentors from spring on, and our new guest house gives us more newcomers. We also "
    "ask that training completed is shared, so that nobody sits through the briefing twice."
)
LESS = "Three mentors are what we can promise, and our lawyers ask that data go when we leave."


def partner(scene: Scene) -> None:
    """Both arrangements, signed; the university of applied sciences has proposed a change since."""
    begins = {
        "starts_on": scene.calendar.day(440).isoformat(),
        "ends_on": scene.calendar.day(-655).isoformat(),
    }
    nuas = _invited(scene, "nuas", "natia.gelashvili", {**NUAS, **begins}, ago=452)
    _signed(scene, _newest(nuas), {"natia.gelashvili": 447, LEAD: 446})
    coastal = _invited(scene, "coastal", "mai.dang", {**COASTAL, **begins}, ago=450)
    starting.begin_due(nuas, at=scene.calendar.moment(440, 15))
    words = {**COASTAL, **begins, "mentors": 3, "data_then": "go"}
    changed = _proposed(scene, coastal, words, by="mai.dang", note=LESS, ago=448)
    _signed(scene, changed, {"mai.dang": 448, LEAD: 445})
    starting.begin_due(coastal, at=scene.calendar.moment(440, 15))
    more = {**NUAS, **begins, "mentors": 8, "mentees": 11, "shared": [*NUAS["shared"], "training"]}
    change = _proposed(scene, nuas, more, by="natia.gelashvili", note=MORE, ago=3)
    _signed(scene, change, {"natia.gelashvili": 2})


def _invited(scene: Scene, place: str, who: str, words: dict[str, Any], *, ago: int) -> Partnership:
    """The lead invites, the partner’s coordinator comes by the link three days later."""
    person, lead = scene.people[who], scene.actor(LEAD)
    made = inviting.begin(
        scene.programmes[PROGRAMME],
        scene.institutions[place],
        name=person.name,
        email=person.email,
        by=lead,
        at=scene.calendar.moment(ago, 30),
    )
    _proposed(scene, made, words, by=LEAD, note=FIRST, ago=ago)
    inviting.come_in(secret_of(made), by=scene.actor(who), at=scene.calendar.moment(ago - 1, 75))
    return made


def _proposed(
    scene: Scene, of: Partnership, words: dict[str, Any], *, by: str, note: str, ago: int
) -> Arrangement:
    seen = newest.number if (newest := queries.shelf(of).newest) else 0
    at = scene.calendar.moment(ago, 95)
    return arranging.propose(of, words, seen=seen, note=note, by=scene.actor(by), at=at)


def _newest(of: Partnership) -> Arrangement:
    newest = queries.shelf(of).newest
    assert newest is not None
    return newest


def _signed(scene: Scene, version: Arrangement, days: dict[str, int]) -> None:
    for who, ago in days.items():
        at = scene.calendar.moment(ago, 140)
        arranging.sign(version, seen=version.digest, by=scene.actor(who), at=at)
