"""The page that names every script of the open side, so that anybody can compare.

Run `python -m tipline.config.scripts_page` to write docs/operate/scripts.md anew; a
test compares the two.
"""

import hashlib
import sys
from pathlib import Path

from tipline.portals import public

STATIC = Path(public.__file__).parent / "static"
_INTRODUCTION = """\
# The scripts of the open side

<!-- Written by `python -m tipline.config.scripts_page` from the files. -->

The report form needs no script; Take It Down makes its hashes by one. What runs is what
stands here: plain modules, without a build step, the same in the package and in the
repository. Pages name each with its SHA-384, and a browser runs nothing else. What a
worker imports has no such mark, since HTML knows none for it:
[why, and what it is worth](../decisions/0040-scripts-are-pinned.md).

Whoever wants to know whether an installation serves this release compares from outside:

    curl -s https://tipline.example.org/static/take_it_down/page.js | sha256sum

| Script | Bytes | SHA-256 |
|---|---:|---|
"""


def render() -> str:
    """Give the page."""
    rows = []
    for file in sorted(STATIC.rglob("*.js")):
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        name = file.relative_to(STATIC)
        rows.append(f"| `{name}` | {len(content):,} | `{digest}` |\n")
    return _INTRODUCTION + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(render())
