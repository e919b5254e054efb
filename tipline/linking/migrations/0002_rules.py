"""Who sees identifiers and clusters."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "clusters",
)


class Migration(migrations.Migration):
    replaces = [
        ("linking", "0004_search"),
    ]
    dependencies = [
        ("linking", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
