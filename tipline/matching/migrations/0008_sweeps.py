"""Searches of the whole archive, part by part."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "sweeps.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0007_picture_matches")]
    operations = [
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={"constraints": [models.UniqueConstraint(models.Value(1), condition=models.Q(("finished_at", None)), name="matching_sweep_one_at_a_time")]},
        ),
        migrations.CreateModel(
            name="SweepPart",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("reports", models.PositiveIntegerField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("sweep", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="matching.sweep")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("sweep", "upto"), name="matching_sweeppart_once")]},
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
