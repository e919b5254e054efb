from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from tipline.referral.agencies import AgencyKind, AgencyRecord, Channel
from tipline.referral.errors import NoAgencyLeftError
from tipline.referral.jurisdiction import Jurisdiction, ResolvedPlace
from tipline.referral.national_law import (
    HOLD,
    Facts,
    NationalFilter,
    Objection,
    objection,
)
from tipline.referral.place_names import readings_of_name, readings_of_post_code
from tipline.referral.routing_rules import (
    COUNTRY_DESK,
    TASK_FORCE,
    RoutingRule,
    When,
)

# The sentences of reasons are stored; reasons.py knows them again.
CARRIED = "Carries the report to %(agency)s."
NOT_CARRIED = "No longer carries the report to the desk of this place."
IN_THE_PLACE = "Receives it in the place of another agency."
HELD_BACK = "Receives what is held back from %(agency)s."

# Who carries a report to a desk that has no account of its own.
CARRIERS = {Channel.ATTACHE: "US-ATTACHE", Channel.INTERPOL: "INTERPOL"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One agency that a report is made available to.

    `rule_id` is the first rule that named it; `reason` joins the sentences of all of
    them. `channel` says how it receives: a desk reached through an attaché or Interpol
    has a second delivery beside it, to the agency that carries the report there.
    `carried_to` is that desk's code.
    """

    agency_code: str
    reason: str
    rule_id: str
    channel: Channel = Channel.DIRECT
    carried_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What reports are routed by, and the numbers of its editions."""

    agencies: tuple[AgencyRecord, ...]
    rules: tuple[RoutingRule, ...]
    agencies_edition: int
    rules_edition: int
    filters: tuple[NationalFilter, ...] = ()
    filters_edition: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A delivery that a recipient's law holds back, and who receives it instead.

    `instead` is empty if nobody does: it is on hold.
    """

    agency_code: str
    objection: Objection
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Who receives a report, and from whom the law of its country holds it back."""

    deliveries: tuple[Delivery, ...]
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Who is there to receive on the day of routing."""

    agencies: tuple[AgencyRecord, ...]

    def by_code(self, code: str) -> AgencyRecord | None:
        """Give the agency with a code, if it is in service."""
        return next((a for a in self.agencies if a.code == code), None)

    def task_force(self, place: ResolvedPlace) -> tuple[AgencyRecord, ...]:
        """Give the task forces of the named cities or counties, or the state's lead.

        A name is what somebody wrote and goes before a postal code, whose first digits
        may reach over a border; a whole code goes before its first digits.
        """
        forces = [
            agency
            for agency in self.agencies
            if agency.kind is AgencyKind.ICAC and agency.state == place.state
        ]
        listed = frozenset[str]().union(*(force.area for force in forces))
        named = map(readings_of_name, place.cities)
        coded = map(readings_of_post_code, place.post_codes)
        for found in (named, coded):
            spots = {next(filter(listed.__contains__, each), "") for each in found}
            if near := tuple(force for force in forces if spots & force.area):
                return near
        return tuple(force for force in forces if force.is_lead) or (*forces,)

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
    tables: Tables,
    *,
    at: datetime,
    excluded: frozenset[str] = frozenset(),
    facts: Facts | None = None,
) -> Routed:
    """Choose every agency that a report is made available to.

    Somebody receives it, or each who would is named as withheld.

    Args:
        jurisdiction: from `resolve`; all its places are served.
        tables: agencies not in service at `at` are passed over; rules are tried in
            order for each place.
        at: when the report is routed.
        excluded: codes of agencies that must not see the report. What one of them
            would receive goes to the agency that its line names instead, and if that
            one cannot receive it either, to whom the rules name for `nobody`.
        facts: what the filters ask; None if nothing is known, which filters nothing.

    Returns:
        One delivery for each agency, in the order of the places.

    Raises:
        NoAgencyLeftError: everybody who could take it is out of service.
    """
    day = at.astimezone(UTC).date()
    service = Service(tuple(a for a in tables.agencies if a.receives_on(day)))
    table = tuple(sorted(tables.rules, key=lambda rule: rule.order))
    wanted = _wanted(jurisdiction, table, service)
    left = service
    if excluded:
        left = Service(tuple(a for a in service.agencies if a.code not in excluded))
        wanted = _without(excluded, wanted, service=service, left=left, table=table)
    sieve = _Sieve(tables.filters, facts or Facts(), left=left, table=table, day=day)
    deliveries = _joined(sieve.sifted(wanted))
    if not deliveries and not sieve.withheld:
        raise NoAgencyLeftError
    return Routed(deliveries=deliveries, withheld=tuple(sieve.withheld.values()))


class _Sieve:
    """Holds back what the law of a recipient does not let it act on."""

    def __init__(
        self,
        filters: tuple[NationalFilter, ...],
        facts: Facts,
        *,
        left: Service,
        table: tuple[RoutingRule, ...],
        day: date,
    ) -> None:
        self._filters, self._facts, self._day = filters, facts, day
        self._left, self._table = left, table
        self.withheld: dict[str, Withheld] = {}

    def sifted(self, wanted: Iterable[Delivery]) -> Iterator[Delivery]:
        """Give what is wanted, and what others receive in the place of the rest."""
        for delivery in wanted:
            # Who carries a report has no more to do with it than the desk it is for.
            code = delivery.carried_to or delivery.agency_code
            if code in self.withheld:
                continue
            found = self._objection(code)
            if found is None:
                yield delivery
                continue
            others = tuple(self._instead(code, found, delivery))
            self.withheld[code] = Withheld(
                agency_code=code,
                objection=found,
                instead=tuple(other.agency_code for other in others),
            )
            for other in others:
                yield from _carried(other)

    def _objection(self, code: str) -> Objection | None:
        agency = self._left.by_code(code)
        if agency is None:
            return None
        return objection(agency, self._filters, self._facts, day=self._day)

    def _instead(
        self, code: str, found: Objection, delivery: Delivery
    ) -> Iterator[Delivery]:
        why = f"{HELD_BACK % {'agency': code}} {found.sentence}"
        rule, otherwise = found.filter.filter, found.filter.otherwise
        for other in self._fallbacks(otherwise):
            if other.code != code and self._objection(other.code) is None:
                reason = f"{why} {delivery.reason}"
                yield Delivery(other.code, reason, rule, other.channel)

    def _fallbacks(self, otherwise: str) -> Iterator[AgencyRecord]:
        """Give whom a line names for what it holds back; the first may refuse it.

        If the one that it names cannot receive, those whom the rules name for `nobody`.
        """
        named = [otherwise]
        if otherwise != HOLD and self._left.by_code(otherwise) is None:
            plain = _plain(When.NOBODY, self._table, self._left)
            named = [delivery.agency_code for delivery in plain]
        return filter(None, map(self._left.by_code, named))


def _without(
    excluded: frozenset[str],
    wanted: Iterable[Delivery],
    *,
    service: Service,
    left: Service,
    table: tuple[RoutingRule, ...],
) -> Iterator[Delivery]:
    """Let others receive what is for excluded agencies; nobody carries it there."""
    for delivery in wanted:
        if delivery.agency_code not in excluded:
            if delivery.carried_to not in excluded:
                yield delivery
            continue
        other = _instead(delivery.agency_code, service, left)
        if other:
            # It does not say in whose place: others who have the report read it.
            reason = f"{IN_THE_PLACE} {delivery.reason}"
            yield Delivery(other.code, reason, delivery.rule_id)
        else:
            yield from _plain(When.NOBODY, table, left)


def _instead(code: str, service: Service, left: Service) -> AgencyRecord | None:
    seen: set[str] = set()
    agency = service.by_code(code)
    while agency and agency.instead and agency.instead not in seen:
        seen.add(agency.instead)
        if found := left.by_code(agency.instead):
            return found
        agency = service.by_code(agency.instead)
    return None


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
        to = CARRIED % {"agency": delivery.agency_code}
        reason = f"{to} {delivery.reason}"
        yield Delivery(
            carrier, reason, delivery.rule_id, carried_to=delivery.agency_code
        )


def _joined(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Give one delivery for each agency, with all its reasons."""
    joined: dict[str, Delivery] = {}
    for delivery in deliveries:
        first = joined.setdefault(delivery.agency_code, delivery)
        if delivery.reason not in first.reason:
            reason = f"{first.reason} {delivery.reason}"
            joined[delivery.agency_code] = replace(first, reason=reason)
    return tuple(joined.values())
