"""docs/guide/identifiers.md says what the code does, row by row."""

import re

from tests.architecture import tree
from tipline.linking.email_addresses import PROVIDERS
from tipline.linking.identifiers import Kind, normalize
from tipline.linking.strength import LIMITS

PAGE = (tree.ROOT / "docs" / "guide" / "identifiers.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"`(?P<raw>[^`]*)`(?: \(`(?P<context>[^`]*)`\))?")


def table(heading):
    """Give the rows of the first table below a heading, without its head."""
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_kind_has_a_rule_whose_example_is_true():
    rows = table("The rules")
    assert {row[0].strip("`") for row in rows} == set(Kind)
    for kind, kept, changed, example, source in rows:
        assert all((kept, changed, source))
        sent, compared = (EXAMPLE.fullmatch(part) for part in example.split(" → "))
        found = normalize(
            Kind(kind.strip("`")), sent["raw"], context=sent["context"] or ""
        )
        assert found.original == sent["raw"]
        assert found.identifier, (kind, found.why)
        assert found.identifier.value == compared["raw"]
        assert found.identifier.scope == (compared["context"] or "")


def test_every_mail_provider_is_named_with_what_it_ignores():
    said = {}
    for domain, kept_at, ignored in table("Mail providers"):
        marks = set(re.findall(r"`(.)`", ignored)) - {"+"}
        said[domain.strip("`")] = (kept_at.strip("`"), marks, "`+`" in ignored)
    assert said == {
        name: (rule.domain, set(rule.ignored), rule.tag == "+")
        for name, rule in PROVIDERS.items()
    }


def test_the_limits_are_those_of_the_code():
    words = {"any number": float("inf"), "never": 0}
    said = {
        kind.strip("`"): tuple(float(words.get(cell, cell)) for cell in limits)
        for kind, *limits in table("How much it says that two reports share one")
    }
    assert said == {kind.value: limits for kind, limits in LIMITS.items()}
