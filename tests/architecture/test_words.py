"""Words that no file has: the statute's elsewhere, this machine's, an index's."""

import re

from tests.architecture import tree

STATUTE = re.compile(r"child\W?porn|kiddie\W?porn", re.IGNORECASE)
# One of the wire's eight types of incident. Tests that send it write it word for word.
WIRE_TYPE = re.compile(
    r"child pornography \(possession, manufacture, and distribution\)", re.IGNORECASE
)
# Where the wire itself is written down: its schema, the table that maps its words to
# ours, and the demonstration that plays a platform.
WIRE_FILES = {
    "tipline/demo/scenes.py",
    "tipline/intake/schema/report.xsd",
    "tipline/intake/wording.py",
}
PLACES = re.compile(r"(?<![\w.])/(?:work|root|home)/")
INDEXES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|--(?:extra-)?index-url")
MONTH = re.compile(r"TODO\((\d{4}-\d{2})\)")
TODO = re.compile(r"\bTODO\b(?!\(\d{4}-\d{2}\))|\bFIXME\b|\bXXX\b")
HERE = "tests/architecture/test_words.py"


def found(pattern):
    return {
        name
        for name, text in tree.texts()
        if name != HERE and not name.endswith(".lock") and pattern.search(text)
    }


def test_the_statutes_words_stand_only_where_the_wire_demands_them():
    tests = {
        name
        for name, text in tree.texts(under=tree.ROOT / "tests")
        if name != HERE and STATUTE.search(WIRE_TYPE.sub("", text))
    }
    elsewhere = {name for name in found(STATUTE) if not name.startswith("tests/")}
    assert (tests, elsewhere) == (set(), WIRE_FILES)


def test_no_file_knows_the_machine_that_it_was_written_on():
    assert found(PLACES) == set()


def test_no_file_names_a_package_index():
    locks = {
        name for name, text in tree.texts(".lock", ".toml") if INDEXES.search(text)
    }
    assert found(INDEXES) | locks == set()


def test_what_is_left_to_do_has_a_month_that_is_not_over(this_month):
    overdue = {
        name: month
        for name, text in tree.texts(".py", ".js", ".css", ".html", ".sql")
        if name != HERE
        for month in MONTH.findall(text)
        if month < this_month
    }
    assert overdue == {}


def test_nothing_is_left_to_do_without_a_month():
    assert {
        name
        for name, text in tree.texts(".py", ".js", ".css", ".html", ".sql")
        if name != HERE and TODO.search(text)
    } == set()
