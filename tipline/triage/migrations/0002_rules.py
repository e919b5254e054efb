"""Who sees assessments, bundles and priors, and what never changes."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "row_security",
    "lowering",
    "bundles",
    "floods",
    "flood_parts",
    "priors",
    "sharing",
)


class Migration(migrations.Migration):
    replaces = [
        ("triage", "0016_each_part_by_itself"),
    ]
    dependencies = [
        ("triage", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
