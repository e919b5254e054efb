"""Pictures that may be frames of listed videos, and frames of videos near to listed pictures."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "frame_matches.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0012_circulation_is_ours"), ("hashlist", "0029_self_reported")]
    operations = [
        migrations.CreateModel(
            name="FrameMatch",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("frame_of", models.CharField(choices=[("file", "The file"), ("item", "The listed item")], max_length=8)),
                ("distance", models.PositiveSmallIntegerField()),
                ("quality", models.PositiveSmallIntegerField()),
                ("recipe", models.CharField(max_length=64)),
                ("turn", models.CharField(max_length=32)),
                ("at_ms", models.BigIntegerField(null=True)),
                ("matched_at", models.DateTimeField()),
                ("entry", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="hashlist.hashentry")),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="frame_matches", to="files.reportedfile")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="intake.report")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("file", "entry"), name="matching_framematch_once"),
                    models.CheckConstraint(condition=models.Q(("frame_of__in", ["file", "item"])), name="matching_framematch_frame_of_known"),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
