"""Who sees which reports, and how they are received and finished."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "supplements",
    "calls",
    "receiving",
    "finishing",
    "web_form",
)


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0014_lookups"),
    ]
    dependencies = [
        ("audit", "0001_tables_and_rules"),
        ("intake", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
