from pathlib import Path

from tipline.config import access_page

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "access.md"


def test_the_page_for_readers_says_what_the_policy_says():
    assert PAGE.read_text(encoding="utf-8") == access_page.render()
