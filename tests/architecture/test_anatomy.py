"""Rules know nothing of tables, clocks and settings; nobody hides in a cupboard."""

import ast

import pytest
from django.conf import settings

from tests.architecture import tree

CUPBOARDS = {"base", "common", "helpers", "managers", "misc", "shared", "utils"}

# A decision as pure functions on values: the same answer today and in ten years.
RULES = (
    "tipline/alerting/calling.py",
    "tipline/alerting/watching.py",
    "tipline/casework/chain.py",
    "tipline/clearance/verdicts.py",
    "tipline/deconfliction/disclosure.py",
    "tipline/exchange/reaching.py",
    "tipline/feedback/answers.py",
    "tipline/feedback/hiding.py",
    "tipline/foundation/accounts/independence.py",
    "tipline/hashing/*.py",
    "tipline/hashlist/canaries.py",
    "tipline/hashlist/feedback_reasons.py",
    "tipline/hashlist/flood.py",
    "tipline/hashlist/interval.py",
    "tipline/hashlist/listing.py",
    "tipline/hashlist/sampling.py",
    "tipline/hashlist/suppression.py",
    "tipline/intake/completeness.py",
    "tipline/intake/correcting.py",
    "tipline/intake/designation.py",
    "tipline/intake/expiry.py",
    "tipline/intake/field_rules*.py",
    "tipline/intake/receipt.py",
    "tipline/linking/clustering.py",
    "tipline/linking/digests.py",
    "tipline/linking/identifiers.py",
    "tipline/linking/recognising.py",
    "tipline/linking/strength.py",
    "tipline/matching/circulating.py",
    "tipline/paperwork/clocks.py",
    "tipline/paperwork/language.py",
    "tipline/referral/jurisdiction.py",
    "tipline/referral/national_law.py",
    "tipline/referral/packet/file_gate.py",
    "tipline/referral/packet/recipient_rule.py",
    "tipline/referral/place_names.py",
    "tipline/referral/routing.py",
    "tipline/retention/clocks.py",
    "tipline/review/agreement.py",
    "tipline/review/labels.py",
    "tipline/review/mappings.py",
    "tipline/review/opinions.py",
    "tipline/triage/bundling.py",
    "tipline/triage/holding.py",
    "tipline/triage/order.py",
    "tipline/triage/prior.py",
    "tipline/triage/priority.py",
    "tipline/triage/terms.py",
)
IMPURE = ("django", "procrastinate", "psycopg", "tipline.config")
RULE_FILES = sorted({file for each in RULES for file in tree.ROOT.glob(each)})


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def clock_readings(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked = f"{node.value.id}.{node.attr}"
            if asked in {"datetime.now", "timezone.now", "date.today", "time.time"}:
                yield asked


def test_every_rule_is_there():
    for each in RULES:
        assert list(tree.ROOT.glob(each)), each


@pytest.mark.parametrize("file", RULE_FILES, ids=tree.name)
def test_a_rule_is_pure(file):
    impure = [
        name
        for name in imports(file)
        if name.split(".")[0] in IMPURE or name.startswith(IMPURE) or ".models" in name
    ]
    assert impure == []
    assert list(clock_readings(file)) == []


def test_services_and_queries_are_told_the_time():
    told = {
        tree.name(file): list(clock_readings(file))
        for file in tree.files("services.py", "queries.py", under=tree.PACKAGE)
        if list(clock_readings(file))
    }
    assert told == {}


def test_no_file_is_a_cupboard():
    assert {
        tree.name(file) for file in tree.files(".py") if file.stem in CUPBOARDS
    } == set()


def test_no_package_hears_of_another_by_signals():
    assert {
        tree.name(file)
        for file in tree.files(".py", under=tree.PACKAGE)
        if any(name.startswith("django.dispatch") for name in imports(file))
    } == set()


def test_the_worker_knows_every_job():
    """One that it does not know is refused by whoever queues it, or waits for ever."""
    wanted = {
        ".".join(file.relative_to(tree.ROOT).with_suffix("").parts)
        for file in tree.files(".py", under=tree.PACKAGE)
        if "@app.task(" in file.read_text(encoding="utf-8")
    }
    assert wanted == set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_no_migration_needs_code_that_will_change():
    # A column of a type that Django lacks, keys, and tables made in one step: none of
    # these changes any more.
    allowed = (
        "tipline.foundation.keys",
        "tipline.foundation.tables",
        "tipline.referral.cidr",
    )
    assert {
        tree.name(file): ours
        for file in tree.files(".py", under=tree.PACKAGE)
        if file.parent.name == "migrations"
        and (
            ours := [
                name
                for name in imports(file)
                if name.startswith("tipline") and not name.startswith(allowed)
            ]
        )
    } == {}
