"""Why a report was let go or taken out is destroyed with it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "staff_words.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0003_on_hold"),
        ("referral", "0017_withholding"),
        ("triage", "0007_bundles_are_ours"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
