"""What agencies see: that a picture may be a frame of a listed video, or the reverse."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "frame_matches.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0015_ended"),
        ("matching", "0013_frame_matches"),
        ("hashlist", "0023_hit_sources"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
