"""What can be done with a programme: found and design it, build its team, run its rounds."""

from fairlead.programmes.actions.areas import (
    AreaNameTaken,
    add_area,
    put_areas_in_order,
    remove_area,
    rename_area,
    restore_area,
)
from fairlead.programmes.actions.calendar import (
    add_milestone,
    change_milestone,
    fill_calendar,
    remove_milestone,
)
from fairlead.programmes.actions.cards import found_from_card, write_card
from fairlead.programmes.actions.copying import (
    IntakeStillOpen,
    archive,
    bring_back,
    copy_programme,
    repeat_round,
    suggested_start,
)
from fairlead.programmes.actions.designing import (
    DEFAULT_AREAS,
    edit,
    found,
    name_scale,
    settle_step,
    write_practice,
)
from fairlead.programmes.actions.inheriting import (
    NotAParent,
    lock_family,
    place,
    settle_part,
    take_part_over,
)
from fairlead.programmes.actions.opening import launch, prepare_intake
from fairlead.programmes.actions.partners import let_go, set_partners, take_in
from fairlead.programmes.actions.rounds import (
    AnotherIntakeOpen,
    Archived,
    NotReady,
    RoundNameTaken,
    close_due,
    close_round,
    edit_round,
    finish_round,
    move_round,
    open_round,
    plan_round,
    suggested_round,
)
from fairlead.programmes.actions.succeeding import GoneAlready, NobodyElse, hand_over
from fairlead.programmes.actions.taking_part import NoPlace, join, leave, lock_participations
from fairlead.programmes.actions.team import AlreadyOnTeam, LastCoordinator, add_member, remove_member

__all__ = [
    "DEFAULT_AREAS",
    "AlreadyOnTeam",
    "AnotherIntakeOpen",
    "Archived",
    "AreaNameTaken",
    "GoneAlready",
    "IntakeStillOpen",
    "LastCoordinator",
    "NoPlace",
    "NobodyElse",
    "NotAParent",
    "NotReady",
    "RoundNameTaken",
    "add_area",
    "add_member",
    "add_milestone",
    "archive",
    "bring_back",
    "change_milestone",
    "close_due",
    "close_round",
    "copy_programme",
    "edit",
    "edit_round",
    "fill_calendar",
    "finish_round",
    "found",
    "found_from_card",
    "hand_over",
    "join",
    "launch",
    "leave",
    "let_go",
    "lock_family",
    "lock_participations",
    "move_round",
    "name_scale",
    "open_round",
    "place",
    "plan_round",
    "prepare_intake",
    "put_areas_in_order",
    "remove_area",
    "remove_member",
    "remove_milestone",
    "rename_area",
    "repeat_round",
    "restore_area",
    "set_partners",
    "settle_part",
    "settle_step",
    "suggested_round",
    "suggested_start",
    "take_in",
    "take_part_over",
    "write_card",
    "write_practice",
]
