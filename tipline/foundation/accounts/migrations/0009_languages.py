"""In which language a person reads pages and mails."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_agency_tokens'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='language',
            field=models.CharField(blank=True, help_text='Of pages and mails; empty: never chosen.', max_length=8),
        ),
    ]
