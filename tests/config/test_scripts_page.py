"""What a browser may run on the open side is named by its digest."""

import re
from pathlib import Path

import pytest

from tests.takeitdown import stage
from tipline.config.scripts_page import STATIC, render
from tipline.portals.public.templatetags.pinned import integrity

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "scripts.md"
TAG = re.compile(r"<(?:script|link)[^>]*\.js[^>]*>")
PINNED = re.compile(r'="/static/([^"]+\.js)" integrity="(sha384-[^"]{64})"')
IMPORTED = re.compile(r'^import .* from "\./(\w+\.js)";', re.MULTILINE)


def test_the_published_digests_are_those_of_the_files():
    assert PAGE.read_text(encoding="utf-8") == render()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/report/", "/take-it-down/", "/take-it-down/pictures/"]
)
def test_every_script_that_a_page_runs_or_imports_is_pinned(client, path):
    stage.opened()
    page = client.get(path).text
    tags = TAG.findall(page)
    pinned = dict(match for tag in tags for match in PINNED.findall(tag))
    assert len(pinned) == len(tags) >= 1
    for name, given in pinned.items():
        assert given == integrity(name)
        folder = Path(name).parent
        wanted = IMPORTED.findall((STATIC / name).read_text(encoding="utf-8"))
        assert {str(folder / each) for each in wanted} <= set(pinned)
