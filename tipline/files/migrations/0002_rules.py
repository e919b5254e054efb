"""Who sees which files, and how platforms send them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "staged",
    "hashes",
    "receiving",
    "finishing",
)


class Migration(migrations.Migration):
    replaces = [
        ("files", "0013_lookups"),
    ]
    dependencies = [
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
