"""Networks of addresses as PostgreSQL keeps them."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Lookup

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
    Comparison = Lookup[Any]
else:  # Django's classes take no types when they run
    Field, Comparison = models.Field, Lookup


class CidrField(Field):
    """A column of type cidr; its values are networks of `ipaddress`."""

    def db_type(self, connection: Any) -> str:  # noqa: ANN401 - Django's
        """Name the type."""
        del connection
        return "cidr"

    def get_prep_value(self, value: object) -> str | None:
        """Give a network as text."""
        return None if value is None else str(value)


@CidrField.register_lookup
class Covers(Comparison):
    """`network__covers="192.0.2.7"`: networks that hold an address."""

    lookup_name = "covers"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ANN401 - Django's
        """Write the comparison."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} >>= {right}::inet", (*left_values, *right_values)
