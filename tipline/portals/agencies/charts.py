"""Bars as SVG, drawn on the server; the table beside says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

# Units of the drawing. It is always as wide, so that its letters are as large.
WIDTH, HEIGHT, TOP, BOTTOM, SIDE = 624, 160, 18, 22, 24
STEP_MOST = 96
# More would run into each other: then some are left out.
LABELS_MOST, VALUES_MOST = 6, 12


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: where it stands in the drawing, and what is written at it.

    A `value` of 0 is not written.
    """

    x: int
    y: int
    height: int
    middle: int
    label: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing of bars; `width` by `height` are its units."""

    width: int
    height: int
    bar_width: int
    base: int
    bars: tuple[Bar, ...]


def bar_chart(values: Sequence[tuple[str, int]]) -> Chart:
    """Draw counts as bars, the greatest as high as there is room.

    A count above zero is never without a line, however small beside the others.
    """
    most = max((value for _, value in values), default=0) or 1
    room, base = HEIGHT - TOP - BOTTOM, HEIGHT - BOTTOM
    step = min((WIDTH - 2 * SIDE) // max(len(values), 1), STEP_MOST)
    bar = step * 5 // 8
    every = max(-(-len(values) // LABELS_MOST), 1)
    bars = []
    for place, (label, value) in enumerate(values):
        height = max(round(room * value / most), 1) if value else 0
        x = SIDE + place * step + (step - bar) // 2
        bars.append(
            Bar(
                x=x,
                y=base - height,
                height=height,
                middle=x + bar // 2,
                label=label if place % every == 0 else "",
                value=value if len(values) <= VALUES_MOST else 0,
            )
        )
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        bar_width=bar,
        base=base,
        bars=tuple(bars),
    )
