"""Who sees matches, and how each change of a list or a file is noted."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "index_changes",
    "looking_back",
    "sweeps",
    "circulation",
    "picture_matches",
    "frame_matches",
    "video_matches",
    "asking",
)


class Migration(migrations.Migration):
    replaces = [
        ("matching", "0015_link_again"),
    ]
    dependencies = [
        ("files", "0001_tables"),
        ("hashlist", "0001_tables"),
        ("matching", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
