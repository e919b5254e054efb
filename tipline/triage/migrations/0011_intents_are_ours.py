"""Who sees what analysts say of how something was shared."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "sharing.sql"


class Migration(migrations.Migration):
    dependencies = [("triage", "0010_sharing_intents")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
