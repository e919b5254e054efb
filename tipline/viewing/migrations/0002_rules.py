"""Who sees viewings, the exposure of each person, and what never changes."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "concerns",
    "list_looks",
    "exposure",
)


class Migration(migrations.Migration):
    replaces = [
        ("viewing", "0006_many_reports"),
    ]
    dependencies = [
        ("files", "0001_tables"),
        ("hashlist", "0001_tables"),
        ("viewing", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
