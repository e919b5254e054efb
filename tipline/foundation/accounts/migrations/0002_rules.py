"""Who sees which accounts, and who may act for whom."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "two_operators",
    "agency_tokens",
)


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0009_languages"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
