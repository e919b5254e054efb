"""Draw what people censor with and machines are tested with: all of it by rule alone.

Flags by their published proportions, test cards, and the plain figures that marks are
made of. Flags of bands alone are not here, nor slopes of color: nothing in them changes
along one side, so the page refuses them; the rounding of zeros would decide their hash.
"""

# ruff: noqa: INP001, PLR0917, PLR2004 -- used by a script; flags are their measures
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Color = tuple[int, int, int]
Level = NDArray[np.float64]
Figure = Callable[[Level, Level], NDArray[np.bool_]]

HIGH = 400
BLACK, WHITE, GRAY = (0, 0, 0), (255, 255, 255), (128, 128, 128)
RED, GOLD, BLUE, GREEN = (200, 20, 40), (255, 205, 0), (0, 50, 150), (0, 125, 65)
SAFFRON, SKY = (255, 150, 50), (110, 170, 220)
INKS = (WHITE, GOLD, RED, BLUE)
# White, yellow, cyan, green, magenta, red, blue: light to dark, three quarters of full.
BARS = tuple((r * 191, g * 191, b * 191) for g, r, b in product((1, 0), repeat=3))[:7]
BELOW = ((0, 33, 76), WHITE, (50, 0, 106), BLACK, (29, 29, 29), BLACK)


def drawn() -> Iterator[tuple[str, Image.Image]]:
    """Give each picture with what it is."""
    yield from crosses()
    yield from other_flags()
    yield from figures()
    yield from cards()


def on_field(
    wide: float, high: float, field: Color, *figures: tuple[Figure, Color]
) -> Image.Image:
    """Paint figures over each other on a field, in units of the field's own."""
    side = round(HIGH * wide / high)
    y, x = (np.indices((HIGH, side)) + 0.5) * (high / HIGH)
    colors = np.full((HIGH, side, 3), field, np.uint8)
    for figure, ink in figures:
        colors[figure(x, y)] = ink
    return Image.fromarray(colors)


def box(left: float, top: float, right: float, bottom: float) -> Figure:
    """Give what lies between four sides."""
    return lambda x, y: (left <= x) & (x < right) & (top <= y) & (y < bottom)


def cross(left: float, right: float, top: float, bottom: float) -> Figure:
    """Give two bars that reach from side to side."""
    return lambda x, y: ((left <= x) & (x < right)) | ((top <= y) & (y < bottom))


def disc(across: float, down: float, radius: float) -> Figure:
    """Give a disc around a point."""
    return lambda x, y: np.hypot(x - across, y - down) < radius


def saltire(wide: float, high: float, thick: float) -> Figure:
    """Give two bars from corner to corner."""
    length = np.hypot(wide, high)

    def figure(x: Level, y: Level) -> NDArray[np.bool_]:
        down = np.abs(x * high - y * wide) / length
        up = np.abs(x * high + y * wide - wide * high) / length
        return np.minimum(down, up) < thick / 2

    return figure


def star(across: float, down: float, radius: float, points: int = 5) -> Figure:
    """Give a star with a point upwards: what all its lines but one have on one side."""
    inner = radius * np.cos(2 * np.pi / points)
    angles = [2 * np.pi * each / points + np.pi / 2 for each in range(points)]

    def figure(x: Level, y: Level) -> NDArray[np.bool_]:
        sides = [
            (x - across) * np.cos(a) + (y - down) * np.sin(a) < inner for a in angles
        ]
        return np.sum(sides, axis=0) >= points - 1

    return figure


def triangle(reach: float, high: float) -> Figure:
    """Give a triangle at the staff."""
    return lambda x, y: x / reach < 1 - np.abs(2 * y / high - 1)


def crosses() -> Iterator[tuple[str, Image.Image]]:
    """Draw flags with a cross, as their laws measure them."""
    thin, thick = (7, 9, 7, 9), (6, 10, 6, 10)
    for name, wide, high, field, bars in (
        ("Denmark", 37, 28, RED, [(WHITE, (12, 16, 12, 16))]),
        ("Sweden", 16, 10, BLUE, [(GOLD, (5, 7, 4, 6))]),
        ("Finland", 18, 11, WHITE, [(BLUE, (5, 8, 4, 7))]),
        ("Norway", 22, 16, RED, [(WHITE, thick), (BLUE, thin)]),
        ("the Faroes", 22, 16, WHITE, [(BLUE, thick), (RED, thin)]),
        ("Iceland", 25, 18, BLUE, [(WHITE, (7, 11, 7, 11)), (RED, (8, 10, 8, 10))]),
        ("England", 50, 30, WHITE, [(RED, (22, 28, 12, 18))]),
    ):
        layers = [(cross(*bar), ink) for ink, bar in bars]
        yield f"flag of {name}", on_field(wide, high, field, *layers)
    arms = (box(6, 13, 26, 19), WHITE), (box(13, 6, 19, 26), WHITE)
    yield "flag of Switzerland", on_field(32, 32, RED, *arms)
    yield "red cross", on_field(32, 32, WHITE, *((each, RED) for each, _ in arms))
    yield "flag of Scotland", on_field(5, 3, BLUE, (saltire(5, 3, 0.6), WHITE))
    jamaica = (
        (lambda x, y: np.abs(x - 3) / 3 > np.abs(y - 1.5) / 1.5, BLACK),
        (saltire(6, 3, 0.5), GOLD),
    )
    yield "flag of Jamaica", on_field(6, 3, GREEN, *jamaica)
    union = (
        (saltire(60, 30, 6), WHITE),
        (saltire(60, 30, 2), RED),
        (cross(25, 35, 10, 20), WHITE),
        (cross(27, 33, 12, 18), RED),
    )
    yield "flag of the United Kingdom", on_field(60, 30, BLUE, *union)


def other_flags() -> Iterator[tuple[str, Image.Image]]:
    """Draw flags with a disc, stars, a triangle or stripes."""
    yield "flag of Japan", on_field(3, 2, WHITE, (disc(1.5, 1, 0.6), RED))
    yield "flag of Bangladesh", on_field(10, 6, GREEN, (disc(4.5, 3, 2), RED))
    yield "flag of Vietnam", on_field(3, 2, RED, (star(1.5, 1, 0.6), GOLD))
    yield "flag of Somalia", on_field(3, 2, SKY, (star(1.5, 1, 0.5), WHITE))
    moon = (disc(0.75, 0.75, 0.375), WHITE), (disc(0.8438, 0.75, 0.3), RED)
    turkey = on_field(2.25, 1.5, RED, *moon, (star(1.21, 0.75, 0.1875), WHITE))
    yield "flag of Turkey", turkey
    small = ((10, 2), (12, 4), (12, 7), (10, 9))
    stars = [(star(5, 5, 3), GOLD), *((star(x, y, 1), GOLD) for x, y in small)]
    yield "flag of China", on_field(30, 20, RED, *stars)
    turns = [np.pi * n / 6 for n in range(12)]
    ring = [(star(27 + 12 * np.cos(a), 18 + 12 * np.sin(a), 2), GOLD) for a in turns]
    yield "flag of Europe", on_field(54, 36, BLUE, *ring)
    lozenge = (lambda x, y: np.abs(x - 10) / 8.3 + np.abs(y - 7) / 5.3 < 1, GOLD)
    brazil = on_field(20, 14, GREEN, lozenge, (disc(10, 7, 3.5), BLUE))
    yield "flag of Brazil", brazil
    half = (box(0, 1, 3, 2), RED)
    yield "flag of Czechia", on_field(3, 2, WHITE, half, (triangle(1.5, 2), BLUE))
    yield "flag of the United States", on_field(1.9, 1, RED, *_of_stripes_and_stars())
    bands = (box(0, 2, 9, 4), WHITE), (box(0, 4, 9, 6), GREEN)
    wheel = (disc(4.5, 3, 0.92), BLUE), (disc(4.5, 3, 0.8), WHITE)
    hub = (disc(4.5, 3, 0.2), BLUE)
    yield "flag of India", on_field(9, 6, SAFFRON, *bands, *wheel, hub)


def _of_stripes_and_stars() -> Iterator[tuple[Figure, Color]]:
    for stripe in range(1, 13, 2):
        yield box(0, stripe / 13, 1.9, (stripe + 1) / 13), WHITE
    yield box(0, 0, 0.76, 7 / 13), BLUE
    for row, column in product(range(1, 10), range(1, 12)):
        if (row + column) % 2 == 0:
            yield star(0.0633 * column, 0.0538 * row, 0.0308), WHITE


def figures() -> Iterator[tuple[str, Image.Image]]:
    """Draw the plain figures that marks are made of, dark on light and reversed."""
    for field, ink in ((WHITE, BLACK), (BLACK, WHITE)):
        square = (box(2, 2, 8, 8), ink)
        yield "mark: a square", on_field(10, 10, field, square)
        yield "mark: a disc", on_field(10, 10, field, (disc(5, 5, 3.5), ink))
        ring = (disc(5, 5, 4), ink), (disc(5, 5, 2.5), field)
        yield "mark: a ring", on_field(10, 10, field, *ring)
        yield "mark: a star", on_field(10, 10, field, (star(5, 5.3, 4.2), ink))
        sign = (cross(4, 6, 4, 6), ink)
        yield "mark: a cross", on_field(10, 10, field, sign)
        slash = (lambda x, y: np.abs(x + y - 10) < 1.4, field)
        yield "mark: a ring with a bar", on_field(10, 10, field, *ring, slash)
        play = (lambda x, y: (x > 3) & (np.abs(y - 5) < (8 - x) * 0.6), ink)
        yield "mark: a triangle that plays", on_field(10, 10, field, play)


def cards() -> Iterator[tuple[str, Image.Image]]:
    """Draw what screens and cameras are set by."""
    sides = [12 * n / 7 for n in range(8)]
    turned = [BLACK if n % 2 else BARS[6 - n] for n in range(7)]
    bars = [(box(sides[n], 0, sides[n + 1], 9), ink) for n, ink in enumerate(BARS)]
    back = [(box(sides[n], 6, 12, 6.75), ink) for n, ink in enumerate(turned)]
    foot = [(box(2 * n, 6.75, 12, 9), ink) for n, ink in enumerate(BELOW)]
    yield "color bars over a strip", on_field(12, 9, BLACK, *bars, *back, *foot)
    steps = [(box(n, 0, n + 1, 4), (n * 25,) * 3) for n in range(11)]
    down = [(box(n, 4, n + 1, 8), ((10 - n) * 25,) * 3) for n in range(11)]
    yield "steps of gray, up and down", on_field(11, 8, BLACK, *steps, *down)
    for cells in (2, 4, 8, 10):
        chequer = (lambda x, y: (x.astype(int) + y.astype(int)) % 2 == 1, BLACK)
        yield "chequers", on_field(cells, cells, WHITE, chequer)
    for spokes in (8, 16, 36):
        ray = (
            lambda x, y, n=spokes: np.sin(n * np.arctan2(y - 5, x - 5)) > 0,
            BLACK,
        )
        yield "star of spokes", on_field(10, 10, WHITE, ray)
    for rings in (3, 5, 9):
        round_ = (
            lambda x, y, n=rings: np.hypot(x - 5, y - 5) * n / 5 % 1 < 0.5,
            BLACK,
        )
        yield "rings", on_field(10, 10, WHITE, round_)
    lines = (lambda x, y: (x % 1 < 0.08) | (y % 1 < 0.08), WHITE)
    within = [
        (lambda x, y, f=figure: f(x, y) & (np.hypot(x - 6, y - 4.5) < 4), ink)
        for figure, ink in (*bars, *back, *foot)
    ]
    yield "card with a grid and a circle", on_field(12, 9, GRAY, lines, *within)
