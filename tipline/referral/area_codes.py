from functools import cache
from pathlib import Path

from tipline.linking.calling_codes import COUNTRIES, calling_code_of
from tipline.referral.tables import read_table

AREA_CODES_FILE = Path(__file__).with_name("data") / "area_codes.csv"
NORTH_AMERICA = "1"


def place_of_phone(number: str) -> tuple[str, str | None] | None:
    """Give `(country, region or None)` that an E.164 number was given out in.

    The region is a US state or a Canadian province, from the area code. People keep
    their number when they move, so this says where it was issued, not where they are.
    Free-phone, satellite and premium numbers have no place: None.
    """
    digits = number.removeprefix("+")
    code = calling_code_of(digits)
    if code == NORTH_AMERICA:
        return _area_codes().get(digits[1:4])
    if code is None or not COUNTRIES[code]:
        return None
    # Russia and Kazakhstan share +7; Kazakhstan's numbers go on with 6 or 7.
    if code == "7" and digits[1:2] in {"6", "7"}:
        return "KZ", None
    return COUNTRIES[code][0], None


@cache
def _area_codes() -> dict[str, tuple[str, str | None]]:
    rows = read_table(AREA_CODES_FILE, ("area_code", "country", "region"))
    return {row["area_code"]: (row["country"], row["region"] or None) for row in rows}
