"""What a platform's credential, and an agency's token, is for."""

from django.db import models


class CredentialUse(models.TextChoices):
    """Which interface a credential opens; it is unknown on the other."""

    REPORTING = "reporting", "Reporting"
    HASH_SHARING = "hash-sharing", "Hash lists"


class TokenScope(models.TextChoices):
    """What a program may do for its agency; each is a role in the policy."""

    READ = "token-read", "Read reports, cases and figures"
    WORK = "token-work", "Work reports: acknowledge, assign, cases, handovers"
    FILES = "token-files", "Receive packets and files, with a legal basis"
    ANSWERS = "token-answers", "Answer what became of a report"
