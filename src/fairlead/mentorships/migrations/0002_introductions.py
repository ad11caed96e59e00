from django.db import migrations, models


def introduced_when_agreed(apps, schema_editor):
    """Pairs of before were introduced by the letter that told them both had said yes."""
    apps.get_model("mentorships", "Mentorship").objects.update(introduced_at=models.F("agreed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('mentorships', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='mentorship',
            name='introduced_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(introduced_when_agreed, migrations.RunPython.noop),
    ]
