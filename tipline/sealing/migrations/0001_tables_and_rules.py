"""Agencies' keys, and who sees them."""

from pathlib import Path

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "row_security.sql"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("sealing", "0001_agency_keys"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [
        migrations.CreateModel(
            name='AgencyKey',
            fields=[
                ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                ('recipient', models.CharField(blank=True, max_length=100)),
                ('entered_by', models.TextField()),
                ('entered_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', '-id'], name='sealing_agencykey_newest')],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
