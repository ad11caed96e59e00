"""What is asked on the pages of pairs."""

from fairlead.mentorships.forms.pairs import EndForm

__all__ = ["EndForm"]
