"""Agencies see what came to their reports, and whether that is new to them."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "supplements.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0004_video_matches"),
        ("intake", "0009_supplements"),
    ]
    operations = [
        migrations.AddField("referral", "last_opened_at", models.DateTimeField(null=True)),
        migrations.AddField("packetreceipt", "version", models.PositiveSmallIntegerField(default=1)),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
