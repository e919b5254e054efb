"""Where reports go, on the stage: whose the rows are, and what forms do to them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tests import cast
from tests.access.urgency_rows import UrgencyForm
from tipline.foundation.policy.scope import acting
from tipline.referral import (
    corrections,
    editions,
    excluding,
    placing,
    simulating,
    withholding,
)
from tipline.referral.corrections import Correction
from tipline.referral.national_law import Ground, NationalFilter, Objection
from tipline.referral.routing import Withheld
from tipline.referral.routing_rules import RULES_FILE
from tipline.referral.table_states import RoutingTable

NEW = "a new row"
QUEUED = {"procrastinate_jobs": {NEW}, "procrastinate_events": {NEW}}
SHIPPED = RULES_FILE.read_text(encoding="utf-8")
DRAFTED = SHIPPED.replace("US,known,task-force", "US,known,US-FED")
OURS = (
    "referral_tableedition",
    "referral_simulation",
    "referral_simulatedchange",
    "referral_placecorrection",
    "referral_jurisdictiondecision",
    "referral_exclusion",
    "referral_withholding",
)
# What an agency must not see of its own referrals is tried in tests/portals/console.
SEEN = "agency_id = {o} AND NOT is_excluded"
NEVER = {
    "referral_placecorrection": [("D", "true")],
    "referral_jurisdictiondecision": [("U", "true")],
    "referral_exclusion": [("U", "ended_at IS NOT NULL")],
    "referral_withholding": [("U", "ended_at IS NOT NULL"), ("D", "true")],
    "referral_tableedition": [
        ("U", "activated_at IS NOT NULL OR withdrawn_at IS NOT NULL"),
        ("D", "true"),
    ],
}
FORMS = {
    "operations:draft-routing": UrgencyForm(
        {
            "content": SHIPPED.replace("90,nowhere", "91,nowhere"),
            "reason": "abstract reason",
        },
        {"referral_tableedition": {NEW}},
    ),
    "operations:simulate": UrgencyForm(
        {"days": "30"}, {"referral_simulation": {NEW}, **QUEUED}
    ),
    "operations:activate-edition": UrgencyForm(
        {},
        {
            "referral_tableedition": {"activated_by", "activated_at"},
            **QUEUED,
        },
    ),
    "operations:withdraw-edition": UrgencyForm(
        {}, {"referral_tableedition": {"withdrawn_by", "withdrawn_at"}}
    ),
}
# Routed again: the stage's own alarm ends, since its report is not of level 1.
_ROUTED = {
    "referral_locationevidence": {NEW, "a row less"},
    "alerting_alarm": {"next_at", "ended_at"},
    # The stage's law is none that is in force: what it held back goes out.
    "referral_withholding": {"ended_by", "ended_at", "end_reason"},
}
_PLACED = {
    **_ROUTED,
    "referral_jurisdiction": {"decided_at", "decided_by", "places"},
}
FORMS |= {
    "console:decide-place": UrgencyForm(
        {"decide-country": "SE", "decide-reason": "abstract reason"},
        {
            **_ROUTED,
            "referral_jurisdictiondecision": {NEW},
            "referral_jurisdiction": {
                "decided_at",
                "decided_by",
                "country",
                "state",
                "places",
            },
            "referral_referral": {NEW},
            "casework_work": {NEW},
        },
    ),
    "console:correct-network": UrgencyForm(
        {
            "correct-network": "198.50.100.0/24",
            "correct-country": "SE",
            "correct-days": "30",
            "correct-reason": "abstract reason",
        },
        {"referral_placecorrection": {NEW}, **_PLACED},
    ),
    "console:exclude-agency": UrgencyForm(
        {"exclude-code": "ICAC-OH", "exclude-reason": "abstract reason"},
        {"referral_exclusion": {NEW}, **_PLACED},
    ),
    "console:admit-agency": UrgencyForm(
        {"reason": "abstract reason"},
        {"referral_exclusion": {"ended_by", "ended_at", "end_reason"}, **_PLACED},
    ),
    "console:send-withheld": UrgencyForm(
        {"reason": "abstract reason"},
        _PLACED,
    ),
    "console:withdraw-correction": UrgencyForm(
        {}, {"referral_placecorrection": {"withdrawn_by", "withdrawn_at"}}
    ),
}


class Places(NamedTuple):
    """A draft that Olga made and what it would have done; what Ana said of places."""

    edition_id: int
    simulation_id: int
    correction_id: int
    exclusion_id: int
    withholding_id: int


def build(report_id: int) -> Places:
    """Let Olga draft a table and simulate it, and Ana say where things are."""
    olga, at = cast.principal_of(cast.olga()), datetime.now(UTC)
    draft = editions.draft(
        olga, RoutingTable.RULES, DRAFTED, reason="abstract reason", at=at
    )
    since = at - timedelta(days=1)
    asked = simulating.ask(olga, draft.pk, since=since, until=at, at=at)
    simulating.go_on(cast.STAGE, asked.pk, at=at)
    ana = cast.principal_of(cast.ana())
    said = Correction(
        network="198.51.99.0/24", country="SE", reason="abstract reason", days=30
    )
    correction = corrections.correct(ana, said, report_id=report_id, at=at)
    placing.decide(
        ana, report_id, country="US", state="MA", reason="abstract reason", at=at
    )
    kept = [
        excluding.exclude(ana, report_id, code=code, reason="abstract reason", at=at)
        for code in ("ICAC-AL", "ICAC-AK")
    ]
    excluding.admit(ana, kept[0].pk, reason="abstract reason", at=at)
    withheld = _withhold(report_id, at=at)
    return Places(draft.pk, asked.pk, correction.pk, kept[1].pk, withheld)


def _withhold(report_id: int, *, at: datetime) -> int:
    """Let an invented law hold the report back from an agency; others have it."""
    line = NationalFilter(
        filter="invented-act",
        recipient="ICAC-WY",
        takes_informational=False,
        otherwise="US-FED",
        hold_days=90,
        why="An invented act says so",
    )
    found = Withheld(
        agency_code="ICAC-WY",
        objection=Objection(filter=line, ground=Ground.DESIGNATION),
        instead=("US-FED",),
    )
    tables = editions.in_force(cast.STAGE)
    with acting(cast.STAGE):
        withholding.follow(cast.STAGE, report_id, [found], tables=tables, at=at)
    return withholding.of_report(cast.STAGE, report_id)[0].pk
