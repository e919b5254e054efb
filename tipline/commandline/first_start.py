"""What an installation needs besides tables: keys, itself, and the agencies' table."""

from datetime import UTC, datetime

from tipline.config.environment import Environment
from tipline.foundation.accounts import queries, services
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.policy.principal import system
from tipline.foundation.vault.keys import create_keys
from tipline.referral import services as referral
from tipline.referral.agencies import AGENCIES_FILE, load_agencies


def prepare(environment: Environment) -> None:
    """Make what is missing; running it again changes nothing."""
    keys = environment.data / "keys"
    if not any(keys.glob("*")):
        create_keys(keys)
    (environment.data / "static").mkdir(exist_ok=True)
    actor, now = system("first-start"), datetime.now(UTC)
    if not queries.organizations(actor, kind=OrganizationKind.CLEARINGHOUSE):
        services.add_organization(
            actor, kind=OrganizationKind.CLEARINGHOUSE, name="Clearinghouse", at=now
        )
    agencies = load_agencies(environment.agencies_file or AGENCIES_FILE)
    referral.sync_agencies(actor, agencies, at=now)
