"""What agencies see: that a file's video shares frames with another."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "video_matches.sql"


class Migration(migrations.Migration):
    dependencies = [("referral", "0003_acknowledged"), ("matching", "0004_video_matches")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
