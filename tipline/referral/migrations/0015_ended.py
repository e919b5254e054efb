"""Access to a report ends when its referral does."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "ended.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0014_exclusions_security")]
    operations = [
        migrations.AddField(
            "referral",
            "ended_at",
            models.DateTimeField(
                null=True, help_text="Since when the agency has no access any more."
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
