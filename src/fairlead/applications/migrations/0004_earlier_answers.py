"""Answers to questions that a newer version of the form no longer asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_decisions")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="earlier_answers",
            field=models.JSONField(default=list),
        ),
    ]
