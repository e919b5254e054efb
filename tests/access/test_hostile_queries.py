"""Whatever somebody writes behind the question mark of an address, no page breaks."""

import re
from pathlib import Path
from urllib.parse import quote

import tipline
from tests.access import routes
from tests.access.principals import everybody
from tests.access.stage import become, undone
from tipline.config.access import POLICY

ASKED = re.compile(r'(?:GET|asked|said|params)\.get(?:list)?\(\s*"(\w+)"')
OF_PORTALS = Path(tipline.__file__).parent / "portals"
BROKEN = 500
ANSWERS = [
    "9" * 5000,  # more digits than Python reads
    "1-9999999999999999-1",  # a place in a list, at a time that never comes
    "\0",
]
# Whoever each portal shows its pages; what is another's alone, its own tests ask for.
WHO = {
    "console": "Ana, analyst",
    "agencies": "Lena, officer of the receiving agency",
    "operations": "Omar, operator",
}


def names():
    """Every name that a page reads from its address."""
    return sorted(
        {
            name
            for file in OF_PORTALS.rglob("*.py")
            for name in ASKED.findall(file.read_text(encoding="utf-8"))
        }
    )


def pages(stage):
    """Each page that can be read, with who may."""
    askers = {asker.name: asker for asker in everybody(stage)}
    for route in routes.every():
        name = WHO.get(route.name.partition(":")[0])
        if name and POLICY.routes[route.name].read:
            path = routes.path(route, routes.things(route)[0], stage)
            yield askers[name], path


def test_no_question_breaks_a_page(stage):
    asked = names()
    assert {"after", "before", "state", "part"} <= set(asked)
    broken, shown = [], 0
    with undone():
        found = list(pages(stage))
        become("tipline_web")
        for asker, path in found:
            for answer in ANSWERS:
                query = "&".join(f"{name}={quote(answer)}" for name in asked)
                joined = "&" if "?" in path else "?"
                with undone():
                    status = asker.send("GET", f"{path}{joined}{query}").status_code
                shown += status == 200
                if status >= BROKEN:
                    broken.append(f"{asker.name}: {path} {answer[:30]!r}")
    assert shown > 100
    assert not broken, "\n".join(broken)
