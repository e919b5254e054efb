"""A report that nobody has, since laws hold it back, is destroyed after a while."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "on_hold.sql"


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_calls"), ("referral", "0017_withholding")]
    operations = [
        migrations.AlterField(
            "purgeclock", "clearance_id", models.BigIntegerField(null=True)
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
