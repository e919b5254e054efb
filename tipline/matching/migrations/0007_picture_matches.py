"""Pictures that are near to others that came before."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "picture_matches.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_looking_back")]
    operations = [
        migrations.CreateModel(
            name="PictureMatch",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("distance", models.PositiveSmallIntegerField()),
                ("recipe", models.CharField(max_length=64)),
                ("turn", models.CharField(max_length=32)),
                ("matched_at", models.DateTimeField()),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="picture_matches", to="files.reportedfile")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="files.content")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="intake.report")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("file", "other"), name="matching_picturematch_once")]},
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
