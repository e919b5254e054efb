"""Let a flood of the public form in, and see what an analyst sees of it.

    python -m benchmarks.flood [--reports 50000] [--write]

Reports by the form are generated and written by COPY, ranked, into a database of their
own: of four kinds of junk, and 20 that somebody meant, three of which name a danger.
Then each goes through the rule that gathers, as the worker does it. Printed is how many
lines stand in the queue, where the honest ones are, and how the work for one report
grows from the first tenth to the last.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import psutil

from benchmarks import database, page

SEED = 35
HONEST, IN_DANGER = 20, 3
NOW = datetime.now(UTC)
FIRST = 10**12
VOCABULARY = [
    f"{a}{b}{c}"
    for a in "klmnprst"
    for b in ("abe", "ile", "oru", "ume")
    for c in ("dak", "fen", "gol", "hib", "jup")
]
TEMPLATE = " ".join(VOCABULARY[n * 7 % len(VOCABULARY)] for n in range(30))
_COPY = {
    "intake_report": "id, origin, is_test, state, profile, incident_type, is_escalated,"
    " is_batched, document, warnings, opened_at, changed_at, closed_at, completeness,"
    " receipt, finish_answer, supplemented_receipt",
    "intake_submission": "report_id, kind, file_id, content_type, body, received_at",
    "triage_assessment": "id, report_id, kind, priority, risk, reasons, designation,"
    " arm, designation_fields, actor, note, at",
    "triage_standing": "report_id, assessment_id, priority, risk, place, designation,"
    " needs_person, is_set_apart, updated_at",
}


def main() -> None:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=50_000)
    parser.add_argument("--write", action="store_true", help=page.HELP)
    options = parser.parse_args()
    code = f"from benchmarks import flood\nflood.measure({options.reports})"
    told = database.measured(code, role="tipline_worker")
    text = f"{page.machine('flood')}\n{told.rstrip()}"
    print(text)
    if options.write:
        page.write("flood", text)


def measure(reports: int) -> None:
    """Fill the database, gather, and print a table."""
    with database.tables():
        told = list(_told(reports))
        _fill(told)
        used = [_gather(number) for number in range(len(told))]
        _print(told, used)


def _told(reports: int) -> Iterator[tuple[bool, dict[str, str]]]:
    """Give the answers of each report, and whether somebody meant them."""
    honest_at = {(n + 1) * reports // (HONEST + 1) for n in range(HONEST)}
    honest = 0
    for number in range(reports):
        drawn = random.Random(SEED * 10**9 + number)
        if number in honest_at:
            honest += 1
            yield True, _honest(drawn, is_danger=honest <= IN_DANGER)
        else:
            yield False, _junk(drawn, number)


def _junk(drawn: random.Random, number: int) -> dict[str, str]:
    """Give the same text and page, one word changed, or only one of both."""
    words = TEMPLATE.split()
    kind = number % 4
    if kind == 1:
        words[drawn.randrange(len(words))] = drawn.choice(VOCABULARY)
    if kind == 3:
        words = drawn.sample(VOCABULARY, 30)
    path = f"/{number}" if kind == 2 else "/one"
    return {
        "what": f"{' '.join(words)} {number}",
        "urls": f"https://junk.example.org{path}",
    }


def _honest(drawn: random.Random, *, is_danger: bool) -> dict[str, str]:
    says = {
        "what": " ".join(drawn.sample(VOCABULARY, 25)),
        "urls": f"https://pages.example.org/{drawn.getrandbits(40)}",
    }
    # The same words as the flood's: only the danger sets them apart.
    return {**_junk(drawn, 0), "danger_now": "yes"} if is_danger else says


def _fill(told: list[tuple[bool, dict[str, str]]]) -> None:
    """Write everything past triggers and keys: each row is as they would make it."""
    import psycopg  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    rows = {
        "intake_report": _reports,
        "intake_submission": _submissions,
        "triage_assessment": _assessments,
        "triage_standing": _standings,
    }
    with psycopg.connect(login.url()) as raw, raw.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, make in rows.items():
            statement = f"COPY {table} ({_COPY[table]}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for number, (_, answers) in enumerate(told):
                    copy.write_row(make(FIRST + number, _at(number), answers))
        raw.commit()
        raw.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _at(number: int) -> datetime:
    return NOW + timedelta(seconds=number)


def _reports(key: int, at: datetime, _: dict[str, str]) -> tuple[object, ...]:
    kept = (key, "form", False, "finished", "lenient", "", False, False, "{}", "[]")
    return (*kept, at, at, at, 10, "{}", b"", "")


def _submissions(key: int, at: datetime, said: dict[str, str]) -> tuple[object, ...]:
    body = json.dumps({"section": "all", "typed_by": "public", "answers": said})
    return (key, "answers", "", "application/json", body.encode(), at)


def _assessments(key: int, at: datetime, said: dict[str, str]) -> tuple[object, ...]:
    level = _level(said)
    return key, key, "ranked", level, 0, "[]", "referral", "", "[]", "worker", "", at


def _standings(key: int, at: datetime, said: dict[str, str]) -> tuple[object, ...]:
    return key, key, _level(said), 0, 100, "referral", False, False, at


def _level(said: dict[str, str]) -> str:
    return "1" if "danger_now" in said else "3"


def _gather(number: int) -> float:
    """Gather one report; give the seconds of the processor that all took until then."""
    from tipline.foundation.policy.principal import system  # noqa: PLC0415
    from tipline.triage import floods  # noqa: PLC0415

    floods.follow(system("assess"), FIRST + number, incidents=1, at=_at(number))
    spent = _server().cpu_times()
    return time.process_time() + spent.user + spent.system


@cache
def _server() -> psutil.Process:
    """Give the process of the database that answers this one."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


def _print(told: list[tuple[bool, dict[str, str]]], used: list[float]) -> None:
    from tipline.foundation.policy.principal import system  # noqa: PLC0415
    from tipline.foundation.policy.scope import acting  # noqa: PLC0415
    from tipline.triage.models import Bundle, Standing  # noqa: PLC0415

    honest = {FIRST + n for n, (is_meant, _) in enumerate(told) if is_meant}
    with acting(system("assess")):
        alone = set(Standing.objects.filter(bundle=None).values_list("pk", flat=True))
        bundles = Bundle.objects.exclude(priority="").count()
    lines = len(alone) + bundles
    tenth = len(used) // 10
    first, last = used[tenth] - used[0], used[-1] - used[-tenth - 1]
    rows: list[tuple[str, Any]] = [
        ("Reports by the form", f"{len(told):,}"),
        ("Lines in the queue", f"{lines:,} ({100 * lines / len(told):.2f} %)"),
        ("of these, floods", bundles),
        (
            "Honest reports that stand by themselves",
            f"{len(honest & alone)} of {HONEST}",
        ),
        (
            "Milliseconds of the processor for one, the first tenth : the last",
            f"{first / tenth * 1000:.1f} : {last / tenth * 1000:.1f}",
        ),
    ]
    print("| | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
