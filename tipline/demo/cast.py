"""The invented platforms, people and hash lists of the demonstration.

Everything is made through the services, as an operator would, and only once.
"""

from dataclasses import dataclass
from datetime import datetime

from tipline.demo import pictures
from tipline.foundation.accounts import demonstration, services
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Organization, OrganizationKind, Person
from tipline.foundation.accounts.seniority import set_seniority
from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.policy.principal import Kind, Principal
from tipline.hashlist import services as hashlist
from tipline.intake import platforms
from tipline.intake.profile import Profile
from tipline.referral import records as referral

CHAT = "Exemplar Chat"
SOCIAL = "Sample Social"
PHOTOS = "Placeholder Photos"
CLOUD = "Specimen Cloud"
GAMES = "Paper Boat Games"
TRIAL = "Trial Run Video"

VIEWED_MEANS = (
    "Somebody of the company looked at the whole file, at or just before reporting it."
)
STAFF = {
    "analyst": ("Ana Analyst", "ana@example.org"),
    "senior": ("Sven Senior", "sven@example.org"),
    "management": ("Mira Manager", "mira@example.org"),
    "operator": ("Omar Operator", "omar@example.org"),
    "auditor": ("Vera Auditor", "vera@example.org"),
}
# Analysts whose word on a hash list counts for more, by their seniority.
SENIORITIES = {"senior": 2, "management": 3}
OFFICER = "officer"
LIST_AUDITOR = "list-auditor"
ROLES = (*STAFF, OFFICER, LIST_AUDITOR)
AUDIT_FIRM = "Plumb Line Audits"
USUAL_AGENCY = "ICAC-MA"


@dataclass(frozen=True, kw_only=True)
class DemoPlatform:
    """An invented platform: how it is read, and whether it only tries things out."""

    name: str
    profile: Profile = Profile.LENIENT
    is_test: bool = False


PLATFORMS = (
    DemoPlatform(name=CHAT),
    DemoPlatform(name=SOCIAL),
    DemoPlatform(name=PHOTOS, profile=Profile.STRICT),
    DemoPlatform(name=CLOUD),
    DemoPlatform(name=GAMES),
    DemoPlatform(name=TRIAL, is_test=True),
)


@dataclass(frozen=True, kw_only=True)
class Login:
    """A platform's user name and password, for as long as this process runs."""

    username: str
    password: str


def issue_logins(actor: Principal, *, at: datetime) -> dict[str, Login]:
    """Make the platforms that are missing, and a new credential for each."""
    return {platform.name: _login(actor, platform, at) for platform in PLATFORMS}


def _login(actor: Principal, platform: DemoPlatform, at: datetime) -> Login:
    kind = OrganizationKind.PLATFORM
    known = {o.name: o for o in accounts.organizations(actor, kind=kind)}
    organization = known.get(platform.name)
    if organization is None:
        organization = services.add_organization(
            actor, kind=kind, name=platform.name, at=at
        )
        platforms.set_profile(
            actor,
            organization.pk,
            profile=platform.profile,
            viewed_definition=VIEWED_MEANS,
            at=at,
        )
    credential, password = services.add_credential(
        actor,
        organization=organization,
        is_test=platform.is_test,
        at=at,
        valid_days=1,
    )
    return Login(username=credential.username, password=password)


LATE_LIST = "Demonstration: listed later"


def load_late_list(actor: Principal, *, at: datetime) -> None:
    """Load a list of pictures that came in reports when they were on no list."""
    hashlist.load_list(
        actor,
        pictures.list_lines(pictures.LATE),
        name=LATE_LIST,
        meaning="Invented: a partner listed this file after it was reported.",
        source="tipline demo",
        at=at,
    )


def load_lists(actor: Principal, *, at: datetime) -> None:
    """Load the list of known pictures and the one of often-seen pictures."""
    hashlist.load_list(
        actor,
        pictures.list_lines(pictures.KNOWN),
        name="Demonstration: known",
        meaning="Invented: a partner knows what this file is.",
        source="tipline demo",
        at=at,
    )
    hashlist.load_list(
        actor,
        pictures.list_lines(pictures.VIRAL),
        name="Demonstration: often seen",
        meaning="Invented: seen very often, mostly shared without malice.",
        source="tipline demo",
        is_viral=True,
        at=at,
    )


def list_principals(actor: Principal, *, at: datetime) -> dict[str, Principal]:
    """Give each platform with a new credential for hash lists, by its name."""
    found = {}
    for each in accounts.organizations(actor, kind=OrganizationKind.PLATFORM):
        credential, _ = services.add_credential(
            actor,
            organization=each,
            is_test=False,
            use=CredentialUse.HASH_SHARING,
            at=at,
            valid_days=1,
        )
        found[each.name] = Principal(
            kind=Kind.PLATFORM,
            actor=f"credential:{credential.pk}",
            organization_id=each.pk,
            roles=frozenset({"list-member"}),
        )
    return found


def person(
    actor: Principal, role: str, *, agency: str | None = None, at: datetime
) -> Person:
    """Give the invented person of a role, made at first use.

    Args:
        actor: on whose behalf.
        role: one of ROLES.
        agency: an officer's agency, by its code; else the one that received most.
        at: now.
    """
    if role == OFFICER:
        code = agency or referral.busiest_agency(actor) or USUAL_AGENCY
        found = referral.agency(actor, code)
        return _person(
            actor,
            role,
            organization=found.organization,
            who=(
                f"Officer of {found.code}",
                f"officer.{found.code.lower()}@example.org",
            ),
            at=at,
        )
    if role == LIST_AUDITOR:
        who = "Ilse Auditor", "ilse@example.org"
        return _person(actor, role, organization=_firm(actor, at), who=who, at=at)
    kind = OrganizationKind.CLEARINGHOUSE
    clearinghouse = accounts.organizations(actor, kind=kind)[0]
    seniority = SENIORITIES.get(role)
    staff = _person(
        actor,
        "analyst" if seniority else role,
        organization=clearinghouse,
        who=STAFF[role],
        at=at,
    )
    if seniority and staff.seniority < seniority:
        set_seniority(actor, staff, seniority=seniority, at=at)
        staff.seniority = seniority
    return staff


def _firm(actor: Principal, at: datetime) -> Organization:
    kind = OrganizationKind.AUDIT_FIRM
    for each in accounts.organizations(actor, kind=kind):
        if each.name == AUDIT_FIRM:
            return each
    return services.add_organization(actor, kind=kind, name=AUDIT_FIRM, at=at)


def _person(
    actor: Principal,
    role: str,
    *,
    organization: Organization,
    who: tuple[str, str],
    at: datetime,
) -> Person:
    name, email = who
    return demonstration.demo_person(
        actor, organization=organization, name=name, email=email, role=role, at=at
    )
