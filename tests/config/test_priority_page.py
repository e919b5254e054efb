from tests.architecture import tree
from tipline.config.priority_page import render


def test_the_page_of_priority_is_the_shipped_tables():
    page = tree.ROOT / "docs" / "operate" / "priority.md"
    assert page.read_text(encoding="utf-8") == render(), "run `make docs`"
