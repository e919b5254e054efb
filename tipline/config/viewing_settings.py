"""On what terms files are shown: whose law, how long in a day, and how they look."""

from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings

from tipline.viewing.exposure import Limits
from tipline.viewing.look import Look
from tipline.viewing.policies import Jurisdiction
from tipline.viewing.quota import Quota


def _limits(known: dict[str, Any]) -> Limits:
    """Give the limits of who set none: what is only invented is shown at any hour."""
    return Limits(opening_hour=0, cut_off_hour=24) if known.get("demo") else Limits()


class ViewingSettings(BaseSettings):
    """The part of the environment that is about the showing of files."""

    jurisdiction: Jurisdiction = Field(
        default=Jurisdiction.STRICT,
        description="Whose law decides whether the clearinghouse may open a reported "
        "file: strict, united-states, united-states-5-6 or mandate. See "
        "docs/operate/viewing.md.",
    )
    exposure_limits: Limits = Field(
        default_factory=_limits,
        description="How long a person may have pictures clear before them, as JSON; "
        "what is left out keeps its default. hour_minutes (20) and day_minutes (120): "
        "in any 60 minutes and any 24 hours. break_after_minutes (50) and "
        "break_minutes (10). opening_hour (6) and cut_off_hour (16) in the person's "
        "time zone, or else in time_zone (UTC); a demonstration has all 24 hours. A "
        "buddy is told at tell_percent (75) of the day's minutes, and after "
        "tell_extreme_minutes (10) of pictures marked extreme.",
    )
    preview_quota: Quota = Field(
        default=Quota(),
        description="How many veiled previews a person may ask for, as JSON; what is "
        "left out keeps its default. hour (120) and day (600): in any 60 minutes and "
        "any 24 hours. tell_percent (75): at this share of either, of what nobody "
        "handed to them, who supervises is told. They are told, too, of who reads this "
        "many different reports in 24 hours that nobody handed to them: reports (300).",
    )
    preview_look: Look = Field(
        default=Look(),
        description="How previews look for who has not chosen, as JSON: grey (true) "
        "and blur (strong, medium or light).",
    )
