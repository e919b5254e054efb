from tipline.referral.places import canonical_place


def place_in(record: object) -> tuple[str, str | None] | None:
    """Read `(country, US state or None)` from a record of any layout in common use.

    MaxMind GeoIP2 and GeoLite2 nest `country.iso_code` and `subdivisions[0].iso_code`;
    DB-IP nests alike but gives the subdivision's name only; the flat files of
    ip-location-db have `country_code` and `state1`; IPinfo has `country` and `region`.
    """
    if not isinstance(record, dict):
        return None
    country = _text(record.get("country_code")) or _country(record)
    if not country:
        return None
    return canonical_place(country, _state(record))


def _country(record: dict[str, object]) -> str:
    # Where MaxMind cannot place an address it may still know who registered it; that is
    # a provider's seat and not a place, so `registered_country` is left alone.
    country = record.get("country")
    return _code_or_name(country) if isinstance(country, dict) else _text(country)


def _state(record: dict[str, object]) -> str:
    divisions = record.get("subdivisions")
    if isinstance(divisions, list) and divisions:
        return _code_or_name(divisions[0])
    for key in ("state1", "region_code", "region"):
        if text := _text(record.get(key)):
            return text
    return ""


def _code_or_name(part: object) -> str:
    if not isinstance(part, dict):
        return ""
    names = part.get("names")
    name = names.get("en") if isinstance(names, dict) else ""
    return _text(part.get("iso_code")) or _text(name)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
