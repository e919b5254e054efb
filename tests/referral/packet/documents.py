"""Any report that the dataclasses of intake can hold, for hypothesis."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from tipline.intake.document import FileDocument, ReportDocument

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))

LEAVES = {
    str: st.text(max_size=12),
    bool: st.booleans(),
    int: st.integers(0, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=ZONES),
}


def values(hint):
    if hint in LEAVES:
        return LEAVES[hint]
    if typing.get_origin(hint) is types.UnionType:
        return st.one_of(
            st.none() if arm is types.NoneType else values(arm)
            for arm in typing.get_args(hint)
        )
    if typing.get_origin(hint) is tuple:
        return st.lists(values(typing.get_args(hint)[0]), max_size=2).map(tuple)
    assert is_dataclass(hint)
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{f.name: values(hints[f.name]) for f in fields(hint)})


any_report = st.deferred(lambda: values(ReportDocument))
any_file_details = st.deferred(lambda: values(FileDocument))
