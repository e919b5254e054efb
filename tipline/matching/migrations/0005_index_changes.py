"""The changes that indexes follow, noted by triggers."""

from pathlib import Path

from django.db import migrations, models

import tipline.foundation.keys

SQL = Path(__file__).parent.parent / "sql" / "index_changes.sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_video_matches"), ("files", "0008_video_numbers"), ("hashlist", "0011_audiences")]
    operations = [
        migrations.CreateModel(
            name="IndexChange",
            fields=[
                ("id", models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("entry", "An entry of a list"), ("item", "An item of a list"), ("member", "A source of a list"), ("list", "A list"), ("picture", "A picture hash"), ("video", "The frames of a video"), ("start", "The beginning")], max_length=8)),
                ("subject", models.BigIntegerField()),
                ("position", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "position"], name="matching_indexchange_kind"),
                    models.Index(condition=models.Q(("position", None)), fields=["id"], name="matching_indexchange_new"),
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("kind__in", ["entry", "item", "member", "list", "picture", "video", "start"])), name="matching_indexchange_kind_known")],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
