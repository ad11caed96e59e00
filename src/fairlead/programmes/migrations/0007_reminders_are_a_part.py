"""How long pairs are waited for is a part of the design: who has settled it keeps it."""

from typing import Any

from django.db import migrations

PART = "reminders"


def keep(apps: Any, editor: Any) -> None:
    """A sub-programme with days of its own, or with a design of its own, goes on settling them itself."""
    Programme = apps.get_model("programmes", "Programme")
    for one in Programme.objects.exclude(parent=None).select_related("parent"):
        if PART not in one.own and (one.patience != one.parent.patience or "shape" in one.own):
            Programme.objects.filter(pk=one.pk).update(own=sorted({*one.own, PART}))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_practice_card")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
