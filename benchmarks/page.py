"""Where the figures of benchmarks stand: between marks on one page."""

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "operate" / "performance.md"
HELP = f"write the tables to {PAGE.relative_to(PAGE.parents[2])}"
GIB = 2**30


def write(name: str, text: str, *, path: Path = PAGE) -> None:
    """Put the figures of a benchmark between its marks on the page."""
    start, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(start)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def machine(name: str) -> str:
    """Say when, on what machine and by which command a benchmark ran."""
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    processor = facts.partition("model name")[2].partition(":")[2].partition("\n")[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    command = " ".join([f"python -m benchmarks.{name}", *sys.argv[1:]])
    return (
        f"{datetime.now(UTC):%d %B %Y}, {processor.strip() or platform.machine()}, "
        f"{os.cpu_count()} processors, {memory:.0f} GiB, Linux {platform.release()}, "
        f"Python {platform.python_version()}; `{command}`.\n"
    )
