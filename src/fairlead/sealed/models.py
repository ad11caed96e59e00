"""Sealed words, who can open them, and each person's key."""

from django.db import models

from fairlead.kernel.models import Record
from fairlead.people.models import Person


class PersonKey(Record):
    """The key of one person, sealed under the installation's key, whose name it keeps."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    under = models.CharField(max_length=16)


class Sealed(Record):
    """A text, sealed under a key of its own; `kind` says what it is (a note, say), never what it says."""

    kind = models.CharField(max_length=20)
    sealed = models.BinaryField()
    written_at = models.DateTimeField()


class Opening(Record):
    """That a person can open a text: the text's key, sealed under the person's."""

    text = models.ForeignKey(Sealed, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("text", "person", name="one_opening_per_reader")]
