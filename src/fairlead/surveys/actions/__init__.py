"""What can be done with surveys."""

from fairlead.surveys.actions.boxing import renew_box_keys
from fairlead.surveys.actions.questionnaires import copy_questionnaires

__all__ = ["copy_questionnaires", "renew_box_keys"]
