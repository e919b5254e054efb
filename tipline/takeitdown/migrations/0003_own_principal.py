"""Whoever sends to Take It Down reaches their own case, and nothing else."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "own_principal.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("takeitdown", "0002_row_security"),
        ("hashlist", "0030_even_answers"),
        ("matching", "0014_asking"),
        ("audit", "0002_audit_tables"),
    ]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
