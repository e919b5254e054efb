"""The eight ways to lay a picture."""

from enum import StrEnum


class Turn(StrEnum):
    """What was done to a picture: mirrored left to right or not, then turned."""

    UPRIGHT = "upright"
    TURNED_LEFT = "turned-left"
    UPSIDE_DOWN = "upside-down"
    TURNED_RIGHT = "turned-right"
    MIRRORED = "mirrored"
    MIRRORED_TURNED_LEFT = "mirrored-turned-left"
    MIRRORED_UPSIDE_DOWN = "mirrored-upside-down"
    MIRRORED_TURNED_RIGHT = "mirrored-turned-right"
