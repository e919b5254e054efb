"""People correct where a network is, and later reports go by what they said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.db.models import Func, IntegerField, QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.referral.addresses import routable
from tipline.referral.errors import (
    BadNetworkError,
    CorrectionNotFoundError,
    CorrectionOverError,
    CorrectionPlaceError,
    PlaceNeedsReasonError,
)
from tipline.referral.models import PlaceCorrection
from tipline.referral.networks import NetworkKind
from tipline.referral.places import ISO_COUNTRIES, canonical_place, us_state

DAYS_MOST = 730
REASON_MAX = 1000  # characters
LISTED_MOST = 200
# A smaller prefix would move a provider of a continent, a longer one nobody else.
PREFIXES = {4: (12, 32), 6: (24, 64)}
USUAL_PREFIX = {4: 24, 6: 48}
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What a person says of a network: a place, or that it hides where people are."""

    network: str
    country: str = ""
    state: str = ""
    kind: str = ""
    reason: str
    days: int


def correct(
    actor: Principal, said: Correction, *, report_id: int | None, at: datetime
) -> PlaceCorrection:
    """Keep a correction; an earlier one of the same network ends by it.

    Args:
        actor: the person who corrects.
        said: what.
        report_id: the report that showed that the data is wrong.
        at: now.

    Raises:
        BadNetworkError: no network of the Internet, or of another size.
        CorrectionPlaceError: neither a place nor a kind, or both, or an unknown one.
        PlaceNeedsReasonError: the reason is blank.
    """
    network = network_named(said.network)
    country, state = _place(said)
    if not said.reason.strip():
        raise PlaceNeedsReasonError
    days = min(max(said.days, 1), DAYS_MOST)
    with acting(actor):
        earlier = _standing(at).filter(network=network).select_for_update()
        for each in earlier:
            _end(actor, each, at=at)
        made = PlaceCorrection.objects.create(
            network=network,
            country=country,
            state=state,
            kind=said.kind,
            reason=said.reason.strip()[:REASON_MAX],
            report_id=report_id,
            made_by=actor.actor,
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        audit.record(
            actor,
            "network.corrected",
            f"correction:{made.pk}",
            report=report_id,
            days=days,
        )
    return made


def withdraw(actor: Principal, correction_id: int, *, at: datetime) -> None:
    """End a correction before its time: reports go by the data again.

    Raises:
        CorrectionNotFoundError: there is none.
        CorrectionOverError: it is withdrawn already.
    """
    with acting(actor):
        rows = PlaceCorrection.objects.select_for_update()
        found = rows.filter(pk=correction_id).first()
        if found is None:
            raise CorrectionNotFoundError
        if found.withdrawn_at:
            raise CorrectionOverError
        _end(actor, found, at=at)


def covering(reader: Principal, ip: str, *, at: datetime) -> PlaceCorrection | None:
    """Give what holds for an address now: of several, that of the smallest network."""
    address = routable(ip)
    if address is None:
        return None
    with acting(reader):
        size = Func("network", function="masklen", output_field=IntegerField())
        rows = _standing(at).filter(network__covers=str(address))
        return rows.order_by(size.desc(), "-pk").first()


def corrections(reader: Principal) -> list[PlaceCorrection]:
    """List the newest corrections, also those that hold no more."""
    with acting(reader):
        return list(PlaceCorrection.objects.order_by("-pk")[:LISTED_MOST])


def usual_network(ip: str) -> str:
    """Give the network of an address that a correction is about, as a rule."""
    address = ip_address(ip)
    return str(ip_network(f"{ip}/{USUAL_PREFIX[address.version]}", strict=False))


def network_named(text: str) -> Network:
    """Read a network of the Internet; of an address that has host bits, its network.

    Raises:
        BadNetworkError: it is none, or larger or smaller than may be corrected.
    """
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise BadNetworkError from error
    least, most = PREFIXES[network.version]
    if not least <= network.prefixlen <= most or not network.is_global:
        raise BadNetworkError
    return network


def _place(said: Correction) -> tuple[str, str]:
    if bool(said.country) == bool(said.kind):
        raise CorrectionPlaceError
    if said.kind:
        if said.kind not in set(NetworkKind):
            raise CorrectionPlaceError
        return "", ""
    return named_place(said.country, said.state)


def named_place(country: str, state: str) -> tuple[str, str]:
    """Give country and state as they are kept, or raise CorrectionPlaceError."""
    found = canonical_place(country, state or None)
    is_wrong_state = bool(state.strip()) and (
        found is None or found[0] != "US" or us_state(state) is None
    )
    if found is None or found[0] not in ISO_COUNTRIES or is_wrong_state:
        raise CorrectionPlaceError
    return found[0], found[1] or ""


def _standing(at: datetime) -> QuerySet[PlaceCorrection]:
    return PlaceCorrection.objects.filter(withdrawn_at=None, expires_at__gt=at)


def _end(actor: Principal, correction: PlaceCorrection, *, at: datetime) -> None:
    correction.withdrawn_by, correction.withdrawn_at = actor.actor, at
    correction.save(update_fields=["withdrawn_by", "withdrawn_at"])
    audit.record(actor, "network.correction_withdrawn", f"correction:{correction.pk}")
