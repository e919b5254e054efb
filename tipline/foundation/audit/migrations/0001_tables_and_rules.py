"""The audit: one table in monthly partitions, kept by the database itself."""

from pathlib import Path

from django.db import migrations, models

from tipline.foundation.tables import CreateTables

SQL = Path(__file__).parent.parent / "sql" / "audit.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("audit", "0001_audit"),
        ("audit", "0002_audit_tables"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('chain', models.SmallIntegerField(primary_key=True, serialize=False)),
                    ('position', models.BigIntegerField()),
                    ('hash', models.BinaryField()),
                ],
                options={
                    'db_table': 'audit_chain_head',
                    'managed': False,
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('chain', models.SmallIntegerField()),
                    ('position', models.BigIntegerField()),
                    ('actor', models.TextField()),
                    ('organization_id', models.BigIntegerField()),
                    ('action', models.TextField()),
                    ('subject', models.TextField()),
                    ('details', models.TextField()),
                    ('request_id', models.TextField()),
                    ('previous_hash', models.BinaryField()),
                    ('hash', models.BinaryField()),
                ],
                options={
                    'db_table': 'audit_entry',
                    'managed': False,
                },
            ),
        ]),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
