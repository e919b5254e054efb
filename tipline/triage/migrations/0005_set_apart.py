"""Reports that are kept apart leave the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0004_lowering_is_ours'),
    ]

    operations = [
        migrations.AddField(
            model_name='standing',
            name='is_set_apart',
            field=models.BooleanField(default=False, help_text='A segregated hold keeps it out of the queues.'),
        ),
    ]
