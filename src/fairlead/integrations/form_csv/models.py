"""A file on its way in, and what was learnt for the next one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.integrations.form_csv.reading import DELIMITERS, ENCODINGS
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Programme, Round


class UploadState(models.TextChoices):
    """How far an upload has come."""

    MAPPING = "mapping", _("Columns to be checked")
    PREVIEW = "preview", _("Waiting for confirmation")
    DONE = "done", _("Brought in")
    SET_ASIDE = "set_aside", _("Set aside")


UPLOAD_MOVES: dict[str, frozenset[str]] = {
    UploadState.MAPPING: frozenset({UploadState.PREVIEW, UploadState.SET_ASIDE}),
    UploadState.PREVIEW: frozenset({UploadState.MAPPING, UploadState.DONE, UploadState.SET_ASIDE}),
    UploadState.DONE: frozenset(),
    UploadState.SET_ASIDE: frozenset(),
}


class Upload(Record):
    """An uploaded export: its bytes, how it was read, which column means what, and the coordinator's choices.

    Nothing else is written before the upload is confirmed; the bytes are dropped once it is done or set
    aside.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.MAPPING)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    mapping = models.JSONField(default=dict)
    mapping_name = models.CharField(_("name of this arrangement of columns"), max_length=120, blank=True)
    choices = models.JSONField(default=dict)
    brought_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    brought_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-brought_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[UploadState.MAPPING, UploadState.PREVIEW])
                | Q(content=b"", choices={}),
                name="nothing_of_a_file_is_kept_once_it_is_settled",
            )
        ]

    @property
    def encoding_name(self) -> str:
        """The encoding in words."""
        return str(ENCODINGS.get(self.encoding, self.encoding))

    @property
    def delimiter_name(self) -> str:
        """The delimiter in words."""
        return str(DELIMITERS.get(self.delimiter, self.delimiter))


class SavedMapping(Record):
    """Which heading of the form export means which answer, remembered by name for the next export."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    mapping = models.JSONField()
    choices = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at", "id"]
        constraints = [models.UniqueConstraint("programme", "name", name="mapping_name_once_per_programme")]
