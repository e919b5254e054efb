from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.keys import time_ordered_key


class OrganizationKind(models.TextChoices):
    """What an organization is to the clearinghouse."""

    CLEARINGHOUSE = "clearinghouse", "Clearinghouse"
    PLATFORM = "platform", "Platform"
    AGENCY = "agency", "Agency"
    AUDIT_FIRM = "audit-firm", "Audit firm"


class Role(models.TextChoices):
    """What a person does; each role belongs to one kind of organization."""

    ANALYST = "analyst", "Analyst"
    OPERATOR = "operator", "Operator"
    AUDITOR = "auditor", "Auditor"
    OFFICER = "officer", "Officer"
    LIST_AUDITOR = "list-auditor", "List auditor"


class Seniority(models.IntegerChoices):
    """How far up a person's word on a hash list counts."""

    TRAINED = 1, "Trained"
    SENIOR = 2, "Senior"
    MANAGEMENT = 3, "Management"


ROLES_BY_KIND: dict[str, frozenset[str]] = {
    OrganizationKind.CLEARINGHOUSE: frozenset(
        {Role.ANALYST, Role.OPERATOR, Role.AUDITOR}
    ),
    OrganizationKind.PLATFORM: frozenset(),
    OrganizationKind.AGENCY: frozenset({Role.OFFICER}),
    OrganizationKind.AUDIT_FIRM: frozenset({Role.LIST_AUDITOR}),
}


class Organization(models.Model):
    """One row is a clearinghouse, a platform, an agency or an audit firm.

    Its people read times in `time_zone`, unless they chose another; empty is UTC.
    """

    id = time_ordered_key()
    kind = models.CharField(max_length=16, choices=OrganizationKind.choices)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", Lower("name"), name="accounts_organization_name_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values),
                name="accounts_organization_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One row is somebody who signs in with a passkey for one organization."""

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    seniority = models.PositiveSmallIntegerField(
        choices=Seniority.choices, default=Seniority.TRAINED
    )
    invited_by = models.ForeignKey(
        "self", models.PROTECT, null=True, help_text="Empty: the command line."
    )
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="Empty: the organization's."
    )
    language = models.CharField(
        max_length=8, blank=True, help_text="Of pages and mails; empty: never chosen."
    )
    created_at = models.DateTimeField()
    last_sign_in_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_person_email_once"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="accounts_person_role_known"
            ),
            models.CheckConstraint(
                condition=Q(seniority__in=Seniority.values),
                name="accounts_person_seniority_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeniorityWish(models.Model):
    """One row is a higher seniority that one operator wants for a person.

    It waits for a second operator who wants the same.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="wish"
    )
    seniority = models.PositiveSmallIntegerField(choices=Seniority.choices)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seniority__in=Seniority.values),
                name="accounts_senioritywish_known",
            ),
        ]

    def __str__(self) -> str:
        return f"wish for person {self.person_id}"


class Passkey(models.Model):
    """One row is a WebAuthn credential of a person; only its public half is here."""

    id = time_ordered_key()
    person = models.ForeignKey(Person, models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField()
    public_data = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "credential_id", name="accounts_passkey_credential_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """One row invites one person to make an account; only its token's hash is kept."""

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, help_text="Empty: the command line."
    )
    token_sha256 = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_invitation_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SignInLink(models.Model):
    """One row lets one person in once, without a passkey; made in demo mode only."""

    id = time_ordered_key()
    person = models.ForeignKey(Person, models.CASCADE)
    token_sha256 = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"


class ApiCredential(models.Model):
    """One row is a name and a random password's hash, for a platform's programs."""

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT)
    username = models.CharField(max_length=64, unique=True)
    secret_sha256 = models.BinaryField()
    use = models.CharField(
        max_length=16, choices=CredentialUse.choices, default=CredentialUse.REPORTING
    )
    is_test = models.BooleanField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="accounts_apicredential_expires_after_creation",
            ),
            models.CheckConstraint(
                condition=Q(use__in=CredentialUse.values),
                name="accounts_apicredential_use_known",
            ),
        ]

    def __str__(self) -> str:
        return self.username


class AgencyToken(models.Model):
    """One row lets one program of an agency in; only its secret's hash is kept.

    `officer` answers for what it does: without them it is shut out. `scopes` are
    TokenScope's values, with a space between them.
    """

    id = time_ordered_key()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    scopes = models.CharField(max_length=100)
    secret_sha256 = models.BinaryField(unique=True)
    made_by = models.TextField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="accounts_agencytoken_expires_after_creation",
            ),
            models.CheckConstraint(
                condition=~Q(scopes="") & ~Q(name=""),
                name="accounts_agencytoken_has_name_and_scope",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "-id"], name="accounts_agencytoken_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name
