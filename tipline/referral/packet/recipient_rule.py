"""What the recipient's own courts have said about files that nobody viewed.

Information for the officer, printed beside the banners; it opens no file, since
`file_gate` applies the strict rule to everybody.

Sources: United States v. Wilson, 13 F.4th 961 (9th Cir. 2021); United States v.
Reddick, 900 F.3d 636 (5th Cir. 2018); United States v. Miller, 982 F.3d 412 (6th Cir.
2020); United States v. Ackerman, 831 F.3d 1292 (10th Cir. 2016); 28 U.S.C. 41 for the
circuits.
"""

from tipline.foundation.sentence import Sentence

STATES_BY_CIRCUIT = {
    "First": "ME MA NH PR RI",
    "Second": "CT NY VT",
    "Third": "DE NJ PA VI",
    "Fourth": "MD NC SC VA WV",
    "Fifth": "LA MS TX",
    "Sixth": "KY MI OH TN",
    "Seventh": "IL IN WI",
    "Eighth": "AR IA MN MO NE ND SD",
    "Ninth": "AK AZ CA GU HI ID MT MP NV OR WA",
    "Tenth": "CO KS NM OK UT WY",
    "Eleventh": "AL FL GA",
    "District of Columbia": "DC",
}

CIRCUIT_OF_STATE = {
    state: circuit
    for circuit, states in STATES_BY_CIRCUIT.items()
    for state in states.split()
}

HOLDINGS = {
    "Fifth": (
        "United States v. Reddick (2018) allowed police to open a file whose hash "
        "matched one that had been viewed before."
    ),
    "Sixth": (
        "United States v. Miller (2020) allowed police to open a file whose hash "
        "matched one that had been viewed before."
    ),
    "Ninth": (
        "United States v. Wilson (2021) requires a warrant before police open a file "
        "that nobody at the platform viewed, even if its hash matched."
    ),
    "Tenth": (
        "United States v. Ackerman (2016) treats a clearinghouse that opens a file as "
        "the government."
    ),
}

NO_HOLDING = "No decision of this circuit on files that nobody viewed is recorded here."
ABROAD = (
    "The recipient is outside the United States: its own law decides who may open a "
    "file. The packet follows the strict rule."
)
UNKNOWN_CIRCUIT = (
    "The recipient's federal circuit is not known. The packet follows the strict rule."
)


def recipient_rule(country: str | None, state: str | None) -> str:
    """Say in a sentence or two which court's word binds the recipient.

    Args:
        country: ISO 3166 code of the agency's country, or None.
        state: the two-letter code of its US state or territory, or None.
    """
    if country is not None and country.upper() != "US":
        return ABROAD
    circuit = CIRCUIT_OF_STATE.get((state or "").upper())
    if circuit is None:
        return UNKNOWN_CIRCUIT
    place = circuit if circuit == "District of Columbia" else f"{circuit} Circuit"
    held = HOLDINGS.get(circuit) or Sentence(NO_HOLDING)
    return Sentence("%(circuit)s: %(said)s", circuit=place, said=held)
