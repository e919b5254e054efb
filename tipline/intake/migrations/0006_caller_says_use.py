"""Whoever calls is known with what the credential is for."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "caller_use.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_admitting"),
        ("accounts", "0005_credential_use"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
