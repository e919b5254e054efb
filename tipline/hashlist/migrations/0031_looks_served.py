"""A vote names the preview that was served to its person, where there was one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_agency_tokens'),
        ('hashlist', '0030_even_answers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='review',
            name='hashlist_review_was_visual',
        ),
        migrations.AddField(
            model_name='review',
            name='viewing_id',
            field=models.BigIntegerField(help_text='The preview that was served to them (`viewing`).', null=True),
        ),
        migrations.AlterField(
            model_name='review',
            name='sight',
            field=models.CharField(choices=[('served', 'Was shown the whole file here'), ('viewed-original', 'Saw the whole file'), ('viewed-copy', 'Saw an identical copy (same SHA-256)')], max_length=16),
        ),
        migrations.AlterField(
            model_name='review',
            name='statement',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sight', 'served'), ('viewing_id__isnull', False)), models.Q(('sight__in', ['viewed-original', 'viewed-copy']), ('viewing_id', None), models.Q(('statement', ''), _negated=True)), _connector='OR'), name='hashlist_review_was_visual'),
        ),
    ]
