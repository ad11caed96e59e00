"""The base of every stored thing."""

import uuid

from django.db import models


class Record(models.Model):
    """A row with an id that says nothing and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
