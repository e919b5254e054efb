"""What is left of casework once its report is purged: states and times, no words."""

from tipline.casework.models import Note, SearchWord
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting


def forget_casework(actor: Principal, report_id: int) -> int:
    """Remove what officers wrote about a report, and by which words it is found."""
    with acting(actor):
        notes, _ = Note.objects.filter(referral__report_id=report_id).delete()
        SearchWord.objects.filter(referral__report_id=report_id).delete()
    return notes
