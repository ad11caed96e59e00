from typing import Any

from django.conf import settings
from django.db import migrations, models


def nobody_chose(apps: Any, _schema: Any) -> None:
    """No page has let anybody choose a language: what stands there is the installation's."""
    people = apps.get_model("people", "Person").objects
    people.filter(chosen_language=settings.LANGUAGE_CODE).update(chosen_language="")


def as_before(apps: Any, _schema: Any) -> None:
    """Whoever chose nothing reads what the installation does."""
    people = apps.get_model("people", "Person").objects
    people.filter(chosen_language="").update(chosen_language=settings.LANGUAGE_CODE)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_by_address"),
    ]

    operations = [
        migrations.RenameField("person", "language", "chosen_language"),
        migrations.AlterField(
            "person",
            "chosen_language",
            models.CharField(blank=True, choices=[("en-gb", "English")], max_length=10),
        ),
        migrations.RunPython(nobody_chose, as_before),
    ]
