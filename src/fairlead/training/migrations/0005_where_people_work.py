"""Say of those who enrolled before where they work now."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say(apps: Any, schema_editor: Any) -> None:
    """Their current institution; nothing for those who work nowhere any more."""
    here = apps.get_model("people", "Affiliation").objects.filter(
        person=OuterRef("person"), ended_on__isnull=True
    )
    enrolments = apps.get_model("training", "Enrolment").objects.filter(institution=None)
    enrolments.update(institution=Subquery(here.values("institution")[:1]))


class Migration(migrations.Migration):
    dependencies = [("people", "0004_leaving"), ("training", "0004_shares")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
