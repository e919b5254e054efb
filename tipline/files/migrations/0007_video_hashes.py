"""The frame hashes of a content that moves, in one row."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "video_hashes.sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0006_picture_hashes")]
    operations = [
        migrations.CreateModel(
            name="VideoHash",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("recipe", models.CharField(max_length=64)),
                ("length_ms", models.BigIntegerField()),
                ("cut", models.CharField(blank=True, max_length=64)),
                ("frames", models.BinaryField()),
                ("content", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="video", to="files.content")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("length_ms__gte", 0)), name="files_videohash_length")],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
