"""What is asked on the pages of pairs."""

from fairlead.mentorships.forms.changes import CommentForm, EndForm, LeavingForm, ThanksForm, UntilForm

__all__ = ["CommentForm", "EndForm", "LeavingForm", "ThanksForm", "UntilForm"]
