"""What a programme lets the two of a pair read of why they were proposed."""

from django.db import models

from fairlead.kernel.models import Record
from fairlead.programmes.models import Programme


class ReasonsShown(Record):
    """Whether the two of a pair read why the two of them; a programme without a row shows it."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    shown = models.BooleanField(default=True)
