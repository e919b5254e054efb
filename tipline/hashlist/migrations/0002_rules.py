"""Who sees which entries, three people for every listing, counts and answers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
# In the order in which one needs the other.
FILES = (
    "kinds",
    "who_reads",
    "row_security",
    "audience",
    "questions",
    "fetches",
    "subscriptions",
    "list_hits",
    "keys",
    "stamp",
    "counts",
    "three_people",
    "self_reported",
    "taken_off",
    "answers",
)


class Migration(migrations.Migration):
    replaces = [
        ("hashlist", "0032_kept_plans"),
    ]
    dependencies = [
        ("hashlist", "0001_tables"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in FILES
    ]
