"""What shapes of queries, bodies and answers have in common."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from tipline.foundation.keys import MAX_KEY
from tipline.foundation.languages import Audience, offered_to

NO_NUL = r"^[^\x00]*$"

LANGUAGES = [each.code for each in offered_to(Audience.AGENCIES)]

Level = Literal["1", "2", "3", "E"]
Designation = Literal["referral", "informational"]
State = Literal["new", "triaged", "in-work", "waiting", "closed"]
ListOrder = Literal["oldest", "newest", "urgent", "due"]
Key = Annotated[int, Field(ge=1, le=MAX_KEY)]
Line = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=5000, pattern=NO_NUL)]


def _offered(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError("Choose one of " + ", ".join(LANGUAGES))
    return code


# A language of the portal, by its code.
Language = Annotated[
    str, AfterValidator(_offered), Field(json_schema_extra={"enum": [*LANGUAGES]})
]


def _whole_seconds(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    return value


# Whole seconds, in UTC, with a Z.
Moment = Annotated[datetime, BeforeValidator(_whole_seconds)]


class Query(BaseModel):
    """What a GET may be narrowed to; an unknown name is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Body(BaseModel):
    """What a POST takes; an unknown name is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Shape(BaseModel):
    """What an operation answers."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class Done(Shape):
    """It was done. Asked for again, it would change nothing more."""

    done: bool = True


class Made(Shape):
    """Something new is there, under this number."""

    id: int
