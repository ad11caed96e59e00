"""Forms of partnerships."""

from fairlead.partnerships.forms.inviting import DeclineForm, InviteForm, RenewForm
from fairlead.partnerships.forms.leaving import LeaveForm
from fairlead.partnerships.forms.words import WordsForm, usual

__all__ = ["DeclineForm", "InviteForm", "LeaveForm", "RenewForm", "WordsForm", "usual"]
