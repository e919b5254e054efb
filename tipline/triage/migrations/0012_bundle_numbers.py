"""A bundle's number is its content's no longer by its key, but by a rule."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "bundle_numbers.sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0012_holders_in_order"), ("triage", "0011_intents_are_ours")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SQL.read_text(encoding="utf-8"))],
            state_operations=[
                migrations.AlterField(
                    "bundle",
                    "content",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle",
                        to="files.content",
                    ),
                ),
                migrations.AddField(
                    "bundle",
                    "id",
                    models.BigIntegerField(primary_key=True, serialize=False),
                    preserve_default=False,
                ),
            ],
        )
    ]
