"""What an agency sees hangs on its referral, and ends with it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "release",
    "table_editions",
    "corrections",
    "exclusions",
    "withholding",
)


class Migration(migrations.Migration):
    replaces = [
        ("referral", "0020_kept_plans"),
    ]
    dependencies = [
        ("files", "0001_tables"),
        ("hashlist", "0001_tables"),
        ("intake", "0001_tables"),
        ("linking", "0001_tables"),
        ("matching", "0001_tables"),
        ("referral", "0001_tables"),
        ("triage", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
