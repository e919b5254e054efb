"""A content has a PDQ hash for each recipe, in rows of their own."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "picture_hashes.sql"


class Migration(migrations.Migration):
    dependencies = [("files", "0005_admitting")]
    operations = [
        migrations.CreateModel(
            name="PictureHash",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("recipe", models.CharField(max_length=64)),
                ("value", models.BinaryField()),
                ("quality", models.PositiveSmallIntegerField()),
                ("turned", models.BinaryField(default=b"")),
                ("content", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="hashes", to="files.content")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("content", "recipe"), name="files_picturehash_once_a_recipe"),
                    models.CheckConstraint(condition=models.Q(("quality__lte", 100)), name="files_picturehash_quality"),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
        migrations.RemoveField("content", "pdq"),
        migrations.RemoveField("content", "pdq_quality"),
        migrations.RemoveField("content", "pdq_recipe"),
    ]
