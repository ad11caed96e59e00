"""Reminders to supervisors follow the days they have to answer."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import F


def remember(apps: Any, schema_editor: Any) -> None:
    """Who was reminded already, after five and nine days, is not reminded again."""
    approvals = apps.get_model("applications", "SupervisorApproval").objects
    approvals.filter(reminders=1).update(reminded_at=F("asked_at") + timedelta(days=5))
    approvals.filter(reminders__gte=2).update(reminded_at=F("asked_at") + timedelta(days=9))


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_earlier_answers")]

    operations = [
        migrations.AddField(
            model_name="supervisorapproval",
            name="more_time_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="supervisorapproval",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
