"""The figures of `benchmarks.matching` as tables, and their place on the page."""

from typing import TYPE_CHECKING

from benchmarks import page

if TYPE_CHECKING:
    from benchmarks.matching import Figures, Run

_BEST_PEER = "faiss IndexBinaryMultiHash 11 x 23, 2 flips"
_SEARCHED = ("In a batch of 1,000, µs", "Recall", "As by a scan")
_ADDED = ("Found by a reader, ms at most", "Add 1,000, ms", "One query, µs")


def text_of(run: "Run") -> str:
    """Return all figures as Markdown."""
    parts = [page.machine("matching"), *_tables(run), _ratios(run), _additions(run)]
    parts.append(
        f"Peak memory of the whole run: {run.peak_bytes / page.GIB:.1f} GiB.\n"
    )
    return "\n".join(parts)


def write(text: str) -> None:
    """Put the figures between their marks on the page."""
    page.write("matching", text)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _tables(run: "Run") -> list[str]:
    return [_table(run, count) for count in _sizes(run)]


def _sizes(run: "Run") -> list[int]:
    return sorted({figures.hashes for figures in run.figures})


def _table(run: "Run", count: int) -> str:
    rows = [
        f"**{count:,} hashes**, radius 31, one thread\n",
        _row("Engine", "Build, s", "Bytes a hash", "One query, µs", *_SEARCHED),
        "|---|---|---|---|---|---|---|",
    ]
    here = [figures for figures in run.figures if figures.hashes == count]
    for each in here:
        if each.why_not:
            rows.append(f"| {each.engine} | {each.why_not} | | | | | |")
            continue
        same = {None: "not compared", True: "yes", False: "no"}[each.same_as_scan]
        rows.append(
            f"| {each.engine} | {each.build_seconds:.2f} | {each.bytes_a_hash:.0f} "
            f"| {each.single_us:,.1f} | {each.batch_us:,.1f} | {each.recall:.3f} "
            f"| {same} |"
        )
    return "\n".join(rows) + "\n"


def _ratios(run: "Run") -> str:
    rows = [
        "Against faiss's fastest exact index:\n",
        _row("Hashes", "One query", "In a batch of 1,000", "Build"),
        "|---|---|---|---|",
    ]
    for count in _sizes(run):
        ours, theirs = _named(run, count, "tipline"), _named(run, count, _BEST_PEER)
        ratios = ["not measured"] * 3
        if ours and theirs:
            ratios = [
                f"{theirs.single_us / ours.single_us:.0f} times as fast",
                f"{theirs.batch_us / ours.batch_us:.0f} times as fast",
                f"{theirs.build_seconds / ours.build_seconds:.0f} times as fast",
            ]
        rows.append(f"| {count:,} | {' | '.join(ratios)} |")
    return "\n".join(rows) + "\n"


def _named(run: "Run", count: int, engine: str) -> "Figures | None":
    wanted = (count, engine, "")
    return next(
        (
            each
            for each in run.figures
            if (each.hashes, each.engine, each.why_not) == wanted
        ),
        None,
    )


def _additions(run: "Run") -> str:
    rows = [
        "In a folder that processes share; each addition is on the disk first:\n",
        _row("Hashes", "Rebuild, s", "Bytes a hash on disk", "Add one, ms", *_ADDED),
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {each.hashes:,} | {each.rebuild_seconds:.1f} "
        f"| {each.disk_bytes_a_hash:.0f} | {each.add_one_ms:.2f} "
        f"| {each.visible_ms:.1f} | {each.add_thousand_ms:.1f} "
        f"| {each.single_us:.1f} |"
        for each in run.additions
    ]
    return "\n".join(rows) + "\n"
