"""64-bit keys that sort by the time they were made."""

from datetime import UTC, datetime

from django.db.models import BigIntegerField, Func, Value

MAX_KEY = 2**53 - 1  # clients in JavaScript read ids as doubles
_DIGITS_MOST = len(str(MAX_KEY))


def read_number(text: str | None) -> int | None:
    """Read a number no longer than a key, from an address or a form; else None."""
    text = (text or "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MOST
    return int(text) if is_number else None


class TimeOrderedId(Func):
    """The SQL function `tipline_id()`, made by the first migration of accounts."""

    function = "tipline_id"
    template = "%(function)s()"
    arity = 0


class NextOf(Func):
    """The next number of a sequence that a migration made."""

    function = "nextval"
    arity = 1

    def __init__(self, sequence: str) -> None:
        """Name the sequence."""
        super().__init__(Value(sequence))
        self.sequence = sequence

    def deconstruct(self) -> tuple[str, tuple[str], dict[str, str]]:
        """Write it as migrations do."""
        return f"{self.__module__}.NextOf", (self.sequence,), {}


def time_ordered_key() -> "BigIntegerField[int, int]":
    """Give a primary key field: milliseconds since 2026 in 41 bits, a counter in 12.

    The database makes the value, so that keys of all processes stay in order and
    below 2**53, which every JSON reader keeps exact.
    """
    return BigIntegerField(primary_key=True, db_default=TimeOrderedId(), editable=False)


_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_COUNTER = 4096


def first_key_at(at: datetime) -> int:
    """Give the least key that can be made at a moment: what is newer has a greater."""
    return max(int((at - _BEGINNING).total_seconds() * 1000), 0) * _COUNTER
