"""Who sees clocks and holds, and what a purge may take away."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "purging",
)


class Migration(migrations.Migration):
    replaces = [
        ("retention", "0005_kept_plans"),
    ]
    dependencies = [
        ("intake", "0001_tables"),
        ("intake", "0002_rules"),
        ("referral", "0001_tables"),
        ("referral", "0002_rules"),
        ("retention", "0001_tables"),
        ("triage", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
