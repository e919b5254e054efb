from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tipline.referral.agencies import (
    AgencyKind,
    AgencyRecord,
    Channel,
    city_key,
)
from tipline.referral.errors import NoAgencyLeftError
from tipline.referral.jurisdiction import Jurisdiction, ResolvedPlace
from tipline.referral.routing_rules import (
    COUNTRY_DESK,
    TASK_FORCE,
    RoutingRule,
    When,
)

# Who carries a report to a desk that has no account of its own.
CARRIERS = {Channel.ATTACHE: "US-ATTACHE", Channel.INTERPOL: "INTERPOL"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One agency that a report is made available to.

    `rule_id` is the first rule that named it; `reason` joins the sentences of all of
    them. `channel` says how it receives: a desk reached through an attaché or Interpol
    has a second delivery beside it, to the agency that carries the report there.
    """

    agency_code: str
    reason: str
    rule_id: str
    channel: Channel = Channel.DIRECT


@dataclass(frozen=True, slots=True)
class Service:
    """Who is there to receive on the day of routing."""

    agencies: tuple[AgencyRecord, ...]

    def by_code(self, code: str) -> AgencyRecord | None:
        """Give the agency with a code, if it is in service."""
        return next((a for a in self.agencies if a.code == code), None)

    def task_force(self, place: ResolvedPlace) -> tuple[AgencyRecord, ...]:
        """Give the task forces of the named cities, or else the state's lead."""
        forces = [
            agency
            for agency in self.agencies
            if agency.kind is AgencyKind.ICAC and agency.state == place.state
        ]
        cities = {city_key(city) for city in place.cities}
        near = tuple(force for force in forces if cities & force.area)
        return near or tuple(force for force in forces if force.is_lead) or (*forces,)

    def country_desk(self, country: str) -> tuple[AgencyRecord, ...]:
        """Give the desk of a country, if it has one that can be reached."""
        return tuple(
            agency
            for agency in self.agencies
            if agency.kind is AgencyKind.COUNTRY
            and agency.country == country
            and (agency.channel is Channel.DIRECT or self._carrier(agency))
        )

    def _carrier(self, agency: AgencyRecord) -> AgencyRecord | None:
        return self.by_code(CARRIERS[agency.channel])


def route(
    jurisdiction: Jurisdiction,
    agencies: Iterable[AgencyRecord],
    rules: Iterable[RoutingRule],
    *,
    at: datetime,
) -> tuple[Delivery, ...]:
    """Choose every agency that a report is made available to; at least one.

    Args:
        jurisdiction: from `resolve`; all its places are served.
        agencies: from `load_agencies`; those not in service at `at` are passed over.
        rules: from `load_rules`, tried in order for each place.
        at: when the report is routed.

    Returns:
        One delivery for each agency, in the order of the places.

    Raises:
        NoAgencyLeftError: everybody who could take it is out of service.
    """
    day = at.astimezone(UTC).date()
    service = Service(tuple(agency for agency in agencies if agency.receives_on(day)))
    table = tuple(sorted(rules, key=lambda rule: rule.order))
    deliveries = _joined(_wanted(jurisdiction, table, service))
    if not deliveries:
        raise NoAgencyLeftError
    return deliveries


def _wanted(
    jurisdiction: Jurisdiction, table: tuple[RoutingRule, ...], service: Service
) -> Iterator[Delivery]:
    if jurisdiction.is_military:
        yield from _plain(When.MILITARY, table, service)
    for place in jurisdiction.places:
        yield from _for_place(place, table, service)
    if not jurisdiction.places:
        found = tuple(_plain(When.NOWHERE, table, service))
        yield from found or _plain(When.NOBODY, table, service)


def _for_place(
    place: ResolvedPlace, table: tuple[RoutingRule, ...], service: Service
) -> Iterator[Delivery]:
    where = f"{place.code} ({', '.join(place.about)})"
    for rule in table:
        if rule.when is not When.PLACE or not rule.fits(place.country, place.state):
            continue
        found = _receivers(rule, place, service)
        for agency in found:
            yield from _carried(_delivery(agency, rule, f"{where}: "))
        if found and not rule.continues:
            return
    yield from _plain(When.NOBODY, table, service)


def _receivers(
    rule: RoutingRule, place: ResolvedPlace, service: Service
) -> tuple[AgencyRecord, ...]:
    if rule.send_to == TASK_FORCE:
        return service.task_force(place)
    if rule.send_to == COUNTRY_DESK:
        return service.country_desk(place.country)
    agency = service.by_code(rule.send_to)
    return (agency,) if agency else ()


def _plain(
    when: When, table: tuple[RoutingRule, ...], service: Service
) -> Iterator[Delivery]:
    for rule in table:
        agency = service.by_code(rule.send_to) if rule.when is when else None
        if agency:
            yield _delivery(agency, rule)
            if not rule.continues:
                return


def _delivery(agency: AgencyRecord, rule: RoutingRule, where: str = "") -> Delivery:
    return Delivery(agency.code, f"{where}{rule.why}.", rule.rule, agency.channel)


def _carried(delivery: Delivery) -> Iterator[Delivery]:
    """Give a delivery, and the one to whoever carries it where no account is."""
    yield delivery
    carrier = CARRIERS.get(delivery.channel)
    if carrier:
        reason = f"Carries the report to {delivery.agency_code}. {delivery.reason}"
        yield Delivery(carrier, reason, delivery.rule_id)


def _joined(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Give one delivery for each agency, with all its reasons."""
    joined: dict[str, Delivery] = {}
    for delivery in deliveries:
        first = joined.setdefault(delivery.agency_code, delivery)
        if delivery.reason not in first.reason:
            reason = f"{first.reason} {delivery.reason}"
            joined[delivery.agency_code] = replace(first, reason=reason)
    return tuple(joined.values())
