"""Who sees which casework, and what follows its sources."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "hints",
    "handovers",
    "search",
    "work",
    "months",
)


class Migration(migrations.Migration):
    replaces = [
        ("casework", "0012_kept_plans"),
    ]
    dependencies = [
        ("casework", "0001_tables"),
        ("files", "0001_tables"),
        ("intake", "0001_tables"),
        ("referral", "0001_tables"),
        ("triage", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
