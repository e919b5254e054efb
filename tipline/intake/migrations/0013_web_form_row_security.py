"""Whoever fills in the form reaches that report alone."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "web_form.sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_web_form"), ("audit", "0002_audit_tables")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
