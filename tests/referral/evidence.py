"""Location evidence as hypothesis strategies and in short form."""

from hypothesis import strategies as st

from tipline.referral.jurisdiction import (
    About,
    EvidenceSource,
    LocationEvidence,
    default_confidence,
)
from tipline.referral.places import ISO_COUNTRIES, NOT_PLACES, US_STATES, US_TERRITORIES


def hint(country, state=None, **more):
    """Say that the reported person uploaded from a place, unless told otherwise."""
    source = more.pop("source", EvidenceSource.UPLOAD_IP)
    about = more.pop("about", About.REPORTED_PERSON)
    confidence = more.pop("confidence", default_confidence(source))
    return LocationEvidence(
        source, about, country, state, confidence=confidence, **more
    )


countries = st.one_of(
    st.just("US"),
    st.sampled_from(sorted(ISO_COUNTRIES | NOT_PLACES)),
    st.sampled_from(["", "us", "ZZ", "FX", "\x00"]),
)
states = st.one_of(
    st.none(), st.sampled_from(sorted(US_STATES | US_TERRITORIES)), st.text(max_size=4)
)
hints = st.builds(
    LocationEvidence,
    source=st.sampled_from(EvidenceSource),
    about=st.sampled_from(About),
    country=countries,
    state=states,
    city=st.sampled_from(["", "Los Angeles", "chicago", "Nowhere"]),
    confidence=st.floats(),
    detail=st.text(max_size=5),
    is_military=st.booleans(),
)
piles = st.lists(hints, max_size=8)
