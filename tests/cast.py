"""The people of the tests; all invented.

Ana, Sven (senior) and Mira (management) are analysts, Omar and Olga operators and Vera
an auditor of the clearinghouse; Ilse audits hash lists for a firm outside. Lena is an
officer of the Massachusetts task force, Zed of California's lead task force: Zed must
never get at what is Lena's alone. Exemplar Chat and Sample Social are platforms.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts import services
from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.policy.principal import Kind, Principal, system
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Agency

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
STAGE = system("tests")

LENAS_AGENCY = "ICAC-MA"
ZEDS_AGENCY = "ICAC-CA-LA"


@dataclass(frozen=True)
class Platform:
    """A platform, its credential, and who it is to the services."""

    organization: Organization
    username: str
    password: str
    principal: Principal


def platform(
    name: str = "Exemplar Chat", *, is_test: bool = False, use: str = "reporting"
) -> Platform:
    """Give a platform of this name with a new credential, for reporting or lists."""
    known = {o.name: o for o in accounts.organizations(STAGE, kind="platform")}
    organization = known.get(name) or services.add_organization(
        STAGE, kind="platform", name=name, at=YESTERDAY
    )
    credential, password = services.add_credential(
        STAGE,
        organization=organization,
        is_test=is_test,
        use=use,
        at=datetime.now(UTC),
    )
    principal = Principal(
        kind=Kind.PLATFORM,
        actor=f"credential:{credential.pk}",
        organization_id=organization.pk,
        roles=frozenset({"platform" if use == "reporting" else "list-member"}),
        is_test=is_test,
    )
    return Platform(organization, credential.username, password, principal)


def ana() -> Person:
    """Give the analyst."""
    return _person("Ana", "analyst", _clearinghouse())


def ben() -> Person:
    """Give another analyst, who supervises nobody."""
    return _person("Ben", "analyst", _clearinghouse())


def sven() -> Person:
    """Give the senior analyst."""
    return _person("Sven", "analyst", _clearinghouse(), seniority=2)


def mira() -> Person:
    """Give the manager of the analysts."""
    return _person("Mira", "analyst", _clearinghouse(), seniority=3)


def ilse() -> Person:
    """Give the outside auditor of hash lists."""
    name = "Plumb Line Audits"
    firms = {o.name: o for o in accounts.organizations(STAGE, kind="audit-firm")}
    firm = firms.get(name) or services.add_organization(
        STAGE, kind="audit-firm", name=name, at=YESTERDAY
    )
    return _person("Ilse", "list-auditor", firm)


def omar() -> Person:
    """Give the operator."""
    return _person("Omar", "operator", _clearinghouse())


def olga() -> Person:
    """Give a second operator, who owes nothing to Omar."""
    return _person("Olga", "operator", _clearinghouse())


def vera() -> Person:
    """Give the auditor."""
    return _person("Vera", "auditor", _clearinghouse())


def lena() -> Person:
    """Give the officer of the Massachusetts task force."""
    return _person("Lena", "officer", agency(LENAS_AGENCY).organization)


def zed() -> Person:
    """Give the officer of California's lead task force."""
    return _person("Zed", "officer", agency(ZEDS_AGENCY).organization)


def agency(code: str) -> Agency:
    """Give an agency of the shipped table."""
    with acting(STAGE):
        return Agency.objects.select_related("organization").get(code=code)


def principal_of(person: Person) -> Principal:
    """Give who a person is to the services, with a passkey used just now."""
    return accounts.principal_of(person, verified_at=datetime.now(UTC).timestamp())


def _clearinghouse() -> Organization:
    return accounts.organizations(STAGE, kind="clearinghouse")[0]


def _person(
    name: str, role: str, organization: Organization, *, seniority: int = 1
) -> Person:
    with acting(STAGE):
        people = Person.objects.select_related("organization")
        person, _ = people.get_or_create(
            email=f"{name.lower()}@example.org",
            defaults={
                "name": name,
                "role": role,
                "organization": organization,
                "seniority": seniority,
                "created_at": YESTERDAY,
            },
        )
    return person
