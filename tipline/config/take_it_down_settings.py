"""How much Take It Down takes, and for how long it is kept."""

from pydantic import Field
from pydantic_settings import BaseSettings

from tipline.takeitdown.limits import TakeItDownLimits


class TakeItDownSettings(BaseSettings):
    """The part of the environment that is about Take It Down."""

    take_it_down_limits: TakeItDownLimits = Field(
        default=TakeItDownLimits(),
        description="How much Take It Down takes, as JSON; what is left out keeps its "
        "default. files_a_case (200), files_an_hour (400) and tries_an_hour (30, at a "
        "code and a PIN) of one address, counted in memory alone, files_a_day (20000) "
        "of everybody, exact_files_a_day (500) of these without a PDQ hash, kept_days "
        "(730): how long hashes stay on the list.",
    )
