"""Cases, their files, and harmless pictures."""

import django.db.models.deletion
import tipline.foundation.keys
from django.db import migrations, models

from tipline.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("takeitdown", "0001_cases"),
        ("takeitdown", "0002_row_security"),
        ("takeitdown", "0003_own_principal"),
        ("takeitdown", "0004_exact_only"),
    ]
    dependencies = [
        ("accounts", "0001_tables"),
        ("hashlist", "0001_tables"),
    ]
    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('code_digest', models.BinaryField(unique=True)),
                    ('pin_digest', models.BinaryField()),
                    ('age', models.CharField(choices=[('00', 'Under 13'), ('13', '13 to 15'), ('16', '16 or 17'), ('18', '18 or older now')], max_length=2)),
                    ('made_on', models.DateField()),
                    ('expires_on', models.DateField()),
                    ('withdrawn_on', models.DateField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['made_on'], name='takeitdown_case_made'), models.Index(condition=models.Q(('withdrawn_on', None)), fields=['expires_on'], name='takeitdown_case_expiry')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('age__in', ['00', '13', '16', '18'])), name='takeitdown_case_age_known')],
                },
            ),
            migrations.CreateModel(
                name='CaseFile',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('hashes', models.PositiveSmallIntegerField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='takeitdown.case')),
                    ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hashlist.hashitem')),
                ],
            ),
            migrations.CreateModel(
                name='HarmlessHash',
                fields=[
                    ('id', models.BigIntegerField(db_default=tipline.foundation.keys.TimeOrderedId(), editable=False, primary_key=True, serialize=False)),
                    ('algorithm', models.CharField(max_length=8)),
                    ('value', models.CharField(max_length=64)),
                    ('name', models.CharField(max_length=200)),
                    ('added_on', models.DateField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('algorithm', 'value'), name='takeitdown_harmlesshash_once')],
                },
            ),
        ]),
    ]
