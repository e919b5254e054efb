"""Who sees kept answers and webhooks, and what agencies are told of."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "kept_answers",
    "webhooks",
    "forgetting",
)


class Migration(migrations.Migration):
    replaces = [
        ("exchange", "0003_forgetting"),
    ]
    dependencies = [
        ("casework", "0001_tables"),
        ("exchange", "0001_tables"),
        ("feedback", "0001_tables_and_rules"),
        ("intake", "0001_tables"),
        ("referral", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
