"""Who may do what to which row: the reviewed table, and what the database really does.

A rule is a kind of principal, the verbs it has (S select, I insert, U update, D delete)
and the rows it has them on, as SQL written apart from the policies. `{o}` is the
principal's organization.
"""

# ruff: noqa: S608 - statements are made of our own tables' names

from functools import cache
from typing import NamedTuple

from django.db import connection

from tests.access import (
    agency_api_rows,
    call_rows,
    casework_rows,
    clearance_rows,
    feedback_rows,
    linking_rows,
    paperwork_rows,
    place_rows,
    prior_rows,
    supplement_rows,
    take_it_down_rows,
    urgency_rows,
)
from tests.access.identities import Identity, nobody
from tests.access.list_rows import (
    ACCOUNTS,
    AUDITED_LISTS,
    AUDITS,
    ENTRIES,
    ENTRY_SEEN,
    FETCHES,
    ITEM_SEEN,
    ITEMS,
    LISTS,
    MEMBERS,
    NOTED,
    OWN_ITEM,
    OWN_ITEMS,
    SAMPLED,
)
from tests.access.review_rows import LABELED, NEVER_SPOKEN_OVER, REVIEWED
from tests.access.stage import become, undone
from tests.access.viewing_rows import (
    NEVER_OF_VIEWING,
    SEEN_WITH_THE_FILE,
    VIEWING,
    WITHDRAWN_WITH_IT,
)


class Outcome(NamedTuple):
    """What became of reading, changing, deleting and copying one row."""

    select: str
    update: str
    delete: str
    insert: str


class Rule(NamedTuple):
    """A kind of principal, its verbs, and the rows."""

    kind: str
    verbs: str
    rows: str = "true"


REFERRED = (
    "{report} IN (SELECT report_id FROM referral_referral"
    " WHERE agency_id = {{o}} AND ended_at IS NULL)"
)
OWN = Rule("platform", "SIU", "platform_id = {o}")
ALL_OF_US = Rule("clearinghouse", "SIUD")
GATE = Rule("gate", "SIUD")
WORKERS_BOOKS = {"audit_entry", "jobs_steprun"}  # also kept between transactions


def _referred(report: str = "report_id") -> Rule:
    return Rule("agency", "S", REFERRED.format(report=report).replace("{{", "{"))


def _through(column: str, table: str) -> Rule:
    rows = _referred().rows
    return Rule("agency", "S", f"id IN (SELECT {column} FROM {table} WHERE {rows})")


_CONTENTS = f"(SELECT content_id FROM files_reportedfile WHERE {_referred().rows})"
OF_REFERRED_CONTENT = Rule("agency", "S", f"content_id IN {_CONTENTS}")

_HIT = (
    "SELECT item_id FROM hashlist_hashentry WHERE id IN"
    f" (SELECT entry_id FROM matching_match WHERE {_referred().rows})"
)
_SOURCES = f"SELECT member_id FROM hashlist_hashitem WHERE id IN ({_HIT})"

TABLES: dict[str, list[Rule]] = {
    "accounts_organization": [
        ALL_OF_US,
        Rule("gate", "S"),
        Rule("platform", "S", "id = {o}"),
        Rule("agency", "S", "id = {o} OR kind IN ('platform', 'agency')"),
    ],
    "accounts_person": [
        ALL_OF_US,
        GATE,
        Rule("platform", "S", "organization_id = {o}"),
        Rule("agency", "S", "organization_id = {o}"),
    ],
    "accounts_passkey": [
        ALL_OF_US,
        GATE,
        Rule(
            "agency",
            "S",
            "person_id IN (SELECT id FROM accounts_person WHERE organization_id = {o})",
        ),
    ],
    "accounts_invitation": [ALL_OF_US, GATE],
    "accounts_signinlink": [ALL_OF_US, GATE],
    "accounts_apicredential": [
        ALL_OF_US,
        Rule("gate", "S"),
        Rule("platform", "SU", "organization_id = {o}"),
    ],
    "accounts_agencytoken": [
        ALL_OF_US,
        Rule("gate", "S"),
        Rule("agency", "SIU", agency_api_rows.OWN),
    ],
    "exchange_webhook": [ALL_OF_US, Rule("agency", "SIU", agency_api_rows.OWN)],
    "exchange_delivery": [ALL_OF_US, Rule("agency", "SI", agency_api_rows.ITS_EVENT)],
    "exchange_keptanswer": [
        Rule("clearinghouse", "SD"),
        Rule("agency", "SIUD", agency_api_rows.OWN),
    ],
    "audit_entry": [
        Rule("clearinghouse", "SI"),
        Rule("gate", "I"),
        Rule("platform", "I", "organization_id = {o}"),
        Rule("agency", "I", "organization_id = {o}"),
        Rule("audit-firm", "I", "organization_id = {o}"),
    ],
    "intake_report": [ALL_OF_US, OWN, _referred("id")],
    "intake_submission": [
        ALL_OF_US,
        Rule("platform", "SI", "platform_id = {o}"),
        Rule(
            "platform",
            "D",
            "platform_id = {o} AND report_id IN"
            " (SELECT id FROM intake_report WHERE state <> 'finished')",
        ),
        _referred(),
    ],
    "retention_purgeclock": [ALL_OF_US, _referred()],
    "retention_hold": [ALL_OF_US],
    "clearance_clearance": [
        ALL_OF_US,
        Rule("platform", "S", "platform_id = {o}"),
        _referred(),
        Rule("agency", "I", clearance_rows.SAYS),
    ],
    "clearance_clearedfile": [
        ALL_OF_US,
        Rule("platform", "S", clearance_rows.OF_PLATFORM),
        Rule("agency", "S", clearance_rows.OF_AGENCY),
        Rule("agency", "I", f"{clearance_rows.OWN} AND {clearance_rows.FILES}"),
    ],
    "clearance_clearancenotice": [
        ALL_OF_US,
        Rule("platform", "S", "platform_id = {o}"),
        Rule("agency", "S", clearance_rows.OF_AGENCY),
        Rule("agency", "I", clearance_rows.TOLD),
    ],
    "feedback_feedback": [
        Rule("clearinghouse", "S"),
        Rule("agency", "S", paperwork_rows.OWN),
        Rule("agency", "I", f"{paperwork_rows.OWN} AND {feedback_rows.ITS_PLATFORM}"),
    ],
    "feedback_answerlink": [
        Rule("clearinghouse", "S"),
        Rule("agency", "SI", paperwork_rows.OWN),
    ],
    "sealing_agencykey": [Rule("agency", "SI", "organization_id = {o}")],
    "paperwork_drafttext": [Rule("agency", "SI", "organization_id = {o}")],
    "paperwork_legalrequest": [Rule("agency", "SIUD", paperwork_rows.OWN)],
    "intake_supplement": [
        ALL_OF_US,
        Rule("platform", "SI", supplement_rows.PLATFORMS),
        _referred(),
    ],
    "files_stagedfile": [
        ALL_OF_US,
        Rule("platform", "SIUD", "platform_id = {o}"),
    ],
    "intake_platformprofile": [
        ALL_OF_US,
        Rule("gate", "S"),
        Rule("agency", "S"),
        Rule("platform", "S", "organization_id = {o}"),
    ],
    "files_reportedfile": [ALL_OF_US, OWN, _referred()],
    "files_content": [ALL_OF_US, _through("content_id", "files_reportedfile")],
    "files_picturehash": [ALL_OF_US, OF_REFERRED_CONTENT],
    "files_videohash": [ALL_OF_US, OF_REFERRED_CONTENT],
    "matching_indexchange": [ALL_OF_US, Rule("platform", "I", NOTED)],
    "hashlist_hashlist": [
        ALL_OF_US,
        Rule("agency", "S"),
        Rule("platform", "S", f"id IN ({LISTS})"),
        Rule("audit-firm", "S", f"id IN ({AUDITED_LISTS})"),
    ],
    "hashlist_listaccess": [ALL_OF_US, Rule("platform", "S", "organization_id = {o}")],
    **{t: [ALL_OF_US, Rule("platform", v, FETCHES)] for t, v in ACCOUNTS.items()},
    "hashlist_listmember": [
        ALL_OF_US,
        Rule("agency", "S", f"id IN ({_SOURCES})"),
        Rule("platform", "S", f"hash_list_id IN ({LISTS})"),
    ],
    "hashlist_hashitem": [
        ALL_OF_US,
        Rule("platform", "S", ITEM_SEEN),
        Rule("platform", "IU", f"{OWN_ITEM} AND state = 'active'"),
        Rule("agency", "S", f"id IN ({_HIT})"),
        Rule("audit-firm", "S", f"id IN ({SAMPLED})"),
    ],
    "hashlist_hashentry": [
        ALL_OF_US,
        _through("entry_id", "matching_match"),
        Rule("platform", "S", ENTRY_SEEN),
        Rule("platform", "IU", f"item_id IN ({OWN_ITEMS})"),
        Rule("audit-firm", "S", f"item_id IN ({SAMPLED})"),
    ],
    "hashlist_itemaudience": [
        ALL_OF_US,
        Rule("platform", "S", f"item_id IN ({ITEMS}{ITEM_SEEN})"),
        Rule("platform", "ID", f"item_id IN ({ITEMS}{ITEM_SEEN} AND {OWN_ITEM})"),
    ],
    "hashlist_largefingerprint": [
        ALL_OF_US,
        Rule("platform", "S", f"entry_id IN ({ENTRIES}{ENTRY_SEEN})"),
        Rule("platform", "I", f"entry_id IN ({ENTRIES} item_id IN ({OWN_ITEMS}))"),
    ],
    **{
        table: [ALL_OF_US]
        for table in (*urgency_rows.OURS, *place_rows.OURS, *take_it_down_rows.OURS)
    },
    "triage_senderprior": [ALL_OF_US, Rule("platform", "S", prior_rows.OWN)],
    "triage_priorappeal": [
        ALL_OF_US,
        Rule("platform", "S", prior_rows.OWN),
        Rule("platform", "I", f"{prior_rows.OWN} AND state = 'open'"),
    ],
    "alerting_alarm": [ALL_OF_US, Rule("agency", "SU", urgency_rows.OWN)],
    "alerting_duty": [ALL_OF_US, Rule("agency", "SIUD", urgency_rows.OWN)],
    **{
        table: [ALL_OF_US] for table in (*REVIEWED, *call_rows.OURS, *linking_rows.OURS)
    },
    **{table: [ALL_OF_US, _referred()] for table in call_rows.OF_REFERRED},
    LABELED: [ALL_OF_US, OF_REFERRED_CONTENT],
    "hashlist_itemevent": [
        ALL_OF_US,
        Rule("platform", "S", f"item_id IN ({ITEMS}member_id IN ({MEMBERS}))"),
        Rule("platform", "I", f"item_id IN ({OWN_ITEMS})"),
    ],
    "hashlist_feedback": [
        ALL_OF_US,
        Rule("platform", "S", f"entry_id IN ({ENTRIES}{ENTRY_SEEN})"),
        Rule(
            "platform",
            "IU",
            f"member_id IN ({MEMBERS}) AND entry_id IN ({ENTRIES}{ENTRY_SEEN})",
        ),
    ],
    "hashlist_listaudit": [
        ALL_OF_US,
        Rule("audit-firm", "S", "organization_id = {o}"),
    ],
    "hashlist_auditeditem": [
        ALL_OF_US,
        Rule("audit-firm", "S", f"audit_id IN ({AUDITS})"),
        Rule("audit-firm", "U", f"audit_id IN ({AUDITS}) AND finding = ''"),
    ],
    **{table: [ALL_OF_US] for table in VIEWING},
    "viewing_viewing": [ALL_OF_US, Rule("agency", "S", SEEN_WITH_THE_FILE)],
    "viewing_basiswithdrawal": [ALL_OF_US, Rule("agency", "S", WITHDRAWN_WITH_IT)],
    "viewing_exposure": [Rule("clearinghouse", "SI")],
    "matching_match": [ALL_OF_US, _referred()],
    "matching_videomatch": [ALL_OF_US, _referred()],
    "matching_framematch": [ALL_OF_US, _referred()],
    "linking_identifier": [
        ALL_OF_US,
        _through("identifier_id", "linking_identifieruse"),
    ],
    "linking_identifieruse": [ALL_OF_US, _referred()],
    "triage_assessment": [ALL_OF_US, _referred()],
    "triage_standing": [ALL_OF_US, _referred()],
    **{t: [ALL_OF_US, Rule("agency", *r)] for t, r in linking_rows.OWN.items()},
    "referral_agency": [ALL_OF_US, Rule("agency", "S")],
    "referral_jurisdiction": [ALL_OF_US, _referred()],
    "referral_locationevidence": [ALL_OF_US, _referred()],
    "referral_referral": [
        ALL_OF_US,
        Rule("agency", "SU", f"{casework_rows.HAS} AND {place_rows.SEEN}"),
    ],
    "referral_packetreceipt": [
        ALL_OF_US,
        Rule(
            "agency",
            "SI",
            "referral_id IN (SELECT id FROM referral_referral"
            f" WHERE {casework_rows.HAS})",
        ),
    ],
}
TABLES["intake_returnkey"] = [ALL_OF_US, Rule("gate", "S")]
for _table, _held in call_rows.HOLDERS.items():
    TABLES[_table] = TABLES[_table] + [Rule("reporter", v, r) for v, r in _held]
for _table, _held_by_case in take_it_down_rows.HOLDERS.items():
    TABLES[_table] = [*TABLES[_table], Rule("case", *_held_by_case)]
TABLES |= {
    table: [ALL_OF_US, *(Rule("agency", verbs, rows) for verbs, rows in said)]
    for table, said in casework_rows.AGENCIES.items()
}
# What a trigger refuses to everybody who is let that far: rows and verbs.
NEVER: dict[str, list[tuple[str, str]]] = {
    "intake_submission": [
        ("U", "true"),
        ("D", "report_id IN (SELECT id FROM intake_report WHERE state = 'finished')"),
    ],
    "referral_packetreceipt": [("UD", "true")],
    "triage_assessment": [("UD", "true")],
    **urgency_rows.NEVER,
    **supplement_rows.NEVER,
    **clearance_rows.NEVER,
    **casework_rows.NEVER,
    **paperwork_rows.NEVER,
    **feedback_rows.NEVER,
    **call_rows.NEVER,
    **linking_rows.NEVER,
    **place_rows.NEVER,
    **take_it_down_rows.NEVER,
    "hashlist_review": [("UD", "true")],
    **NEVER_SPOKEN_OVER,
    "hashlist_itemevent": [("UD", "true")],
    "audit_entry": [("UD", "true")],
    **NEVER_OF_VIEWING,
}
# What a policy refuses to one kind of principal that is let that far.
NEVER_OF = take_it_down_rows.NEVER_OF
# Statements that read no column, so that only the policy of their own verb binds them.
BLIND = {
    "accounts_apicredential": ("U", "UPDATE {t} SET last_used_at = now()"),
    "intake_report": ("U", "UPDATE {t} SET changed_at = 'infinity'"),
    "intake_submission": ("D", "DELETE FROM {t}"),
    "files_reportedfile": ("U", "UPDATE {t} SET shredded_at = now()"),
    "referral_referral": ("U", "UPDATE {t} SET first_opened_at = now()"),
    **urgency_rows.BLIND,
    **linking_rows.BLIND,
    **casework_rows.BLIND,
    **supplement_rows.BLIND,
    **agency_api_rows.BLIND,
    **call_rows.BLIND,
    **take_it_down_rows.BLIND,
}
# The column by which a row could be handed to somebody else.
TENANT = {
    "accounts_apicredential": "organization_id",
    "intake_report": "platform_id",
    "files_reportedfile": "platform_id",
    "referral_referral": "agency_id",
    "intake_returnkey": "report_id",
    **urgency_rows.TENANT,
    **linking_rows.TENANT,
    **casework_rows.TENANT,
    **supplement_rows.TENANT,
    **agency_api_rows.TENANT,
    **take_it_down_rows.TENANT,
}
NO_GRANT = {"audit_entry", "viewing_exposure"}
OUTSIDERS = {"platform", "agency", "audit-firm", "reporter", "case"}
_SAMPLES = 2  # rows of each sort; the rest is more of the same


def expected(table: str, identities: list[Identity]) -> dict[object, object]:
    """Give what the reviewed table says for a few rows of each sort, by name and row.

    Beside the rows, the key `blind` has how many rows a blind statement reaches.
    """
    with undone():
        become("tipline_superuser")
        columns = [_outcome_sql(table, each) for each in identities]
        key = key_of(table)
        found = rows_of(f"SELECT {key}, {', '.join(columns)} FROM {table} ORDER BY 1")
        blind = {
            (each.name, "blind"): _blind(table, each)
            for each in _outsiders(table, identities)
        }
    samples: dict[tuple[object, ...], list[object]] = {}
    for row, *outcomes in found:
        samples.setdefault(tuple(outcomes), []).append(row)
    result: dict[object, object] = dict(blind)
    for outcomes, rows in samples.items():
        for row in rows[:_SAMPLES]:
            for identity, said in zip(identities, outcomes, strict=True):
                result[identity.name, row] = Outcome(*str(said).split())
    return result


def _rules(table: str, identity: Identity) -> list[Rule]:
    kind = identity.kind
    if kind == "system" and identity.role == "tipline_worker":
        kind = "clearinghouse"
    rules = [rule for rule in TABLES[table] if rule.kind == kind]
    if identity == nobody("tipline_worker") and table in WORKERS_BOOKS:
        verbs = "S" if table == "audit_entry" else "SIUD"
        rules.append(Rule("", verbs))
    return rules


def _where(table: str, identity: Identity, verb: str) -> str:
    rows = [rule.rows for rule in _rules(table, identity) if verb in rule.verbs]
    said = " OR ".join(f"({each})" for each in rows) or "false"
    return f"({said})".replace("{o}", str(identity.organization))


def _never(table: str, identity: Identity, verb: str) -> str:
    said = NEVER.get(table, []) + NEVER_OF.get((table, identity.kind), [])
    rows = [rows for verbs, rows in said if verb in verbs]
    return " OR ".join(f"({each})" for each in rows) or "false"


def _outcome_sql(table: str, identity: Identity) -> str:
    """Write the four words of an outcome as one SQL expression."""
    select, insert, update, delete = (_where(table, identity, verb) for verb in "SIUD")
    parts = [
        f"CASE WHEN {select} THEN 'seen' ELSE 'hidden' END",
        _changed_sql(f"{select} AND {update}", _never(table, identity, "U")),
        _changed_sql(f"{select} AND {delete}", _never(table, identity, "D")),
        f"CASE WHEN {insert} THEN 'allowed' ELSE 'refused' END",
    ]
    if table in NO_GRANT:
        # No grant: refused before any row is looked at.
        parts[1] = parts[2] = "'refused'"
    return f"concat_ws(' ', {', '.join(parts)})"


def _changed_sql(reached: str, never: str) -> str:
    return (
        # What belongs to no platform compares with none as neither true nor false.
        f"CASE WHEN ({reached}) IS NOT TRUE THEN 'hidden'"
        f" WHEN {never} THEN 'refused' ELSE 'done' END"
    )


def _outsiders(table: str, identities: list[Identity]) -> list[Identity]:
    return [i for i in identities if table in BLIND and i.kind in OUTSIDERS]


def _blind(table: str, identity: Identity) -> int | None:
    """Give how many rows a blind statement reaches; None if it is refused."""
    verb = BLIND[table][0]
    where = _where(table, identity, verb)
    ((count,),) = rows_of(f"SELECT count(*) FROM {table} WHERE {where}")
    said = NEVER_OF.get((table, identity.kind), [])
    refused = any(verb in verbs for verbs, _ in said)
    return None if refused and count else int(str(count))


@cache
def key_of(table: str) -> str:
    """Give the name of the first column of a table's primary key."""
    ((name,),) = rows_of(
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND"
        f" attnum = indkey[0] WHERE indrelid = '{table}'::regclass AND indisprimary"
    )
    return str(name)


def rows_of(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
