"""docs/api/deconfliction.md: its program and examples give what the product does."""

import re

from tests.architecture import tree
from tipline.deconfliction.services import DIGESTS_MOST, DIGESTS_PER_DAY
from tipline.linking.digests import DIGESTED, digest_of
from tipline.linking.identifiers import Identifier, Kind

PAGE = (tree.ROOT / "docs" / "api" / "deconfliction.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"\| `([^`]+)` \| (?:`([^`]*)`|\(empty\)) \| `([^`]+)` \| `(\w{64})` \|"
)


def test_another_program_can_make_digests_from_the_page_alone():
    space = {}
    exec(PAGE.split("```python\n")[1].split("```")[0], space)  # noqa: S102 - our own page
    rows = ROW.findall(PAGE)
    assert len(rows) == 4
    for kind, scope, value, said in rows:
        assert space["digest"]("example-key", kind, scope, value) == said
        identifier = Identifier(Kind(kind), value, scope)
        assert digest_of(identifier, key=b"example-key").hex() == said


def test_the_page_names_the_kinds_and_the_limits():
    (kinds,) = re.findall(r"Kinds with digests: (.*?)\.", PAGE, re.DOTALL)
    assert set(re.findall(r"`([^`]+)`", kinds)) == DIGESTED
    assert f"up to {DIGESTS_MOST}\nof them at a time; {DIGESTS_PER_DAY} of" in PAGE


def test_what_is_passed_on_or_shared_by_many_has_no_digest():
    for kind in set(Kind) - DIGESTED:
        assert digest_of(Identifier(kind, "x", ""), key=b"k") is None
    assert digest_of(Identifier(Kind.PHONE, "2025550143", "national"), key=b"k") is None
