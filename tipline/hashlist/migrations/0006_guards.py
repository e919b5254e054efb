"""Who sees which rows, stamps under a lock, and three people for every listing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("hashlist", "0005_every_entry_has_an_item"),
        ("matching", "0001_matches"),
        ("audit", "0001_audit"),
    ]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in ("guards", "stamp")
    ]
