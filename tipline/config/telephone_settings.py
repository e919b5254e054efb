"""What staff on the telephone read to callers, and when a call is given up."""

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from tipline.intake.call_limits import CallLimits

MINUTES_MOST = 24 * 60


class TelephoneSettings(BaseSettings):
    """The part of the environment that is about telephone reports."""

    emergency_text: str = Field(
        default="If a child is in danger now, hang up and call 112 in Europe or 911 in"
        " North America. The police come; we cannot.",
        description="What staff on the telephone tell a caller whose child is in"
        " danger now: your country's emergency number, in your words.",
        min_length=1,
        max_length=500,
    )
    call_limits: CallLimits = Field(
        default=CallLimits(),
        description="After how many minutes without an answer a telephone report goes "
        "on as it is, as JSON; what is left out keeps its default. quiet_minutes (30). "
        "urgent_quiet_minutes (5): where the caller says that a child is in danger.",
    )

    @field_validator("call_limits", mode="after")
    @classmethod
    def _check_minutes(cls, limits: CallLimits) -> CallLimits:
        most = (limits.urgent_quiet_minutes, limits.quiet_minutes, MINUTES_MOST)
        if not 1 <= most[0] <= most[1] <= most[2]:
            raise ValueError(
                "urgent_quiet_minutes must be from 1 to quiet_minutes, and that at"
                f" most {MINUTES_MOST}"
            )
        return limits
