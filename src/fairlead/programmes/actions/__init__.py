"""What can be done with a programme: found and design it, build its team, run its rounds."""

from fairlead.programmes.actions.areas import (
    AreaNameTaken,
    add_area,
    put_areas_in_order,
    remove_area,
    rename_area,
    restore_area,
)
from fairlead.programmes.actions.designing import DEFAULT_AREAS, edit, found, set_partners
from fairlead.programmes.actions.inheriting import NotAParent, place, settle_part, take_part_over
from fairlead.programmes.actions.rounds import (
    AnotherIntakeOpen,
    RoundNameTaken,
    close_round,
    edit_round,
    finish_round,
    move_round,
    open_round,
    plan_round,
    suggested_round,
)
from fairlead.programmes.actions.taking_part import NoPlace, join, leave, lock_participations
from fairlead.programmes.actions.team import AlreadyOnTeam, LastCoordinator, add_member, remove_member

__all__ = [
    "DEFAULT_AREAS",
    "AlreadyOnTeam",
    "AnotherIntakeOpen",
    "AreaNameTaken",
    "LastCoordinator",
    "NoPlace",
    "NotAParent",
    "RoundNameTaken",
    "add_area",
    "add_member",
    "close_round",
    "edit",
    "edit_round",
    "finish_round",
    "found",
    "join",
    "leave",
    "lock_participations",
    "move_round",
    "open_round",
    "place",
    "plan_round",
    "put_areas_in_order",
    "remove_area",
    "remove_member",
    "rename_area",
    "restore_area",
    "set_partners",
    "settle_part",
    "suggested_round",
    "take_part_over",
]
