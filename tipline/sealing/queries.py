"""What an officer may read of their agency's key."""

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.sealing.models import AgencyKey


def key_of(officer: Principal) -> AgencyKey | None:
    """Give the key that the officer's agency uses, or None if it has none."""
    with acting(officer):
        rows = AgencyKey.objects.filter(organization_id=officer.organization_id)
        newest = rows.order_by("-pk").first()
    return newest if newest and newest.recipient else None
