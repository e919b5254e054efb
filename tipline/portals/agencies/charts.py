"""Bars as SVG, drawn on the server; the table beside says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP, BOTTOM = 160, 18, 22  # units of the drawing
STEP, BAR = 48, 30
LABELS_MOST = 12  # more would run into each other: then every second stands


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: where it stands in the drawing, and what is written at it."""

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
    every = 1 if len(values) <= LABELS_MOST else 2
    bars = []
    for place, (label, value) in enumerate(values):
        height = max(round(room * value / most), 1) if value else 0
        x = place * STEP + (STEP - BAR) // 2
        bars.append(
            Bar(
                x=x,
                y=base - height,
                height=height,
                middle=x + BAR // 2,
                label=label if place % every == 0 else "",
                value=value,
            )
        )
    return Chart(
        width=max(len(values), 1) * STEP,
        height=HEIGHT,
        bar_width=BAR,
        base=base,
        bars=tuple(bars),
    )
