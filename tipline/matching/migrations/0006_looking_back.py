"""Up to where past files were searched, and the hashes that platforms say they had."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "looking_back.sql"


class Migration(migrations.Migration):
    # The row of the beginning is read by the owner, whom row-level security binds too.
    dependencies = [("matching", "0005_index_changes"), ("files", "0009_content_sha1")]
    operations = [
        migrations.CreateModel(
            name="Lookback",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("searched_to", models.BigIntegerField()),
                ("swept_to", models.BigIntegerField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="matching_lookback_only_one")]},
        ),
        migrations.CreateModel(
            name="ClaimedHash",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("algorithm", models.CharField(max_length=32)),
                ("value", models.CharField(max_length=512)),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="files.reportedfile")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("algorithm", "value", "file"), name="matching_claimedhash_once")]},
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
