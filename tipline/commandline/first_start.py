"""What an installation needs besides tables: keys, itself, and the agencies' table."""

from datetime import UTC, datetime

from tipline.config.environment import Environment
from tipline.foundation.accounts import queries, services
from tipline.foundation.accounts.models import OrganizationKind
from tipline.foundation.policy.principal import Principal, system
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.keys import create_keys
from tipline.referral import editions
from tipline.referral.agencies import AGENCIES_FILE
from tipline.referral.national_filters import FILTERS_FILE
from tipline.referral.routing_rules import RULES_FILE
from tipline.referral.table_states import Origin, RoutingTable
from tipline.referral.tables import text_of


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
    take_tables(actor, environment, at=now)


def take_tables(actor: Principal, environment: Environment, *, at: datetime) -> None:
    """Let the tables of files be in force if they are new: docs/operate/routing.md.

    Raises:
        MalformedTableError: a file has a mistake, or the tables in force by then do not
            fit each other. Nothing is taken.
    """
    named = (
        (RoutingTable.AGENCIES, environment.agencies_file, AGENCIES_FILE),
        (RoutingTable.RULES, environment.routing_rules_file, RULES_FILE),
        (RoutingTable.FILTERS, environment.national_law_file, FILTERS_FILE),
    )
    with acting(actor):
        for table, own, shipped in named:
            origin = Origin.FILE if own else Origin.SHIPPED
            text = text_of(own or shipped)
            editions.take_file(actor, table, text, origin=origin, at=at)
        editions.in_force(actor)
