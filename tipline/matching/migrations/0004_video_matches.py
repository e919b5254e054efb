"""Videos that are in each other, by their frames."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "video_matches.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_recipe_and_turn"), ("files", "0007_video_hashes"), ("intake", "0001_reports_and_submissions")]
    operations = [
        migrations.CreateModel(
            name="VideoMatch",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("file_percent", models.FloatField()),
                ("other_percent", models.FloatField()),
                ("intervals", models.JSONField()),
                ("matched_at", models.DateTimeField()),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="video_matches", to="files.reportedfile")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="files.content")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="intake.report")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("file", "other"), name="matching_videomatch_once")],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
