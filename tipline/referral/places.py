_ISO_3166 = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
ISO_COUNTRIES = frozenset(_ISO_3166.split())

# Codes of the reporting schema that name no place: anonymous proxy, satellite provider,
# other, and two regions. EU and AP say which registry gave an address out, no more.
NOT_PLACES = frozenset({"A1", "A2", "O1", "AP", "EU"})

# Codes withdrawn from ISO 3166-1 that the schema still allows, and who answers today.
_SUCCESSORS = {"FX": "FR", "AN": "CW", "UK": "GB"}

US_TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})

US_STATE_NAMES: dict[str, str] = {
    "AK": "Alaska",
    "AL": "Alabama",
    "AR": "Arkansas",
    "AZ": "Arizona",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DC": "District of Columbia",
    "DE": "Delaware",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "IA": "Iowa",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "MA": "Massachusetts",
    "MD": "Maryland",
    "ME": "Maine",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MO": "Missouri",
    "MS": "Mississippi",
    "MT": "Montana",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "NE": "Nebraska",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NV": "Nevada",
    "NY": "New York",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VA": "Virginia",
    "VT": "Vermont",
    "WA": "Washington",
    "WI": "Wisconsin",
    "WV": "West Virginia",
    "WY": "Wyoming",
}
_STATE_CODES = {name.casefold(): code for code, name in US_STATE_NAMES.items()} | {
    "washington, d.c.": "DC",
    "washington d.c.": "DC",
}
US_STATES = frozenset(US_STATE_NAMES)


def us_state(text: str) -> str | None:
    """Give the code of a US state from its code or English name, or None."""
    upper = text.strip().upper().removeprefix("US-")
    if upper in US_STATES or upper in US_TERRITORIES:
        return upper
    return _STATE_CODES.get(text.strip().casefold())


def canonical_place(country: str, state: str | None) -> tuple[str, str | None] | None:
    """Give `(country, state)` in the one form that routing compares, or None.

    A state is only kept inside the United States. US territories have a country code of
    their own in some sources and a state code in others; here they are states of US.
    """
    code = country.strip().upper()
    code = _SUCCESSORS.get(code, code)
    if code in US_TERRITORIES:
        return "US", code
    if code not in ISO_COUNTRIES:
        return None
    return code, us_state(state) if code == "US" and state else None
