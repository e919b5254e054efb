"""Who sees which accounts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_organizations_people_credentials")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
