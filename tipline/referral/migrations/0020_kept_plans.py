"""What policies ask is planned once for each connection."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "kept_plans.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0019_network_owner"),
        ("hashlist", "0032_kept_plans"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
