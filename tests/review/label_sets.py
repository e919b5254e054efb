"""Label sets for tests: any combination, those that fit, and ones to say quickly."""

from hypothesis import strategies as st

from tipline.review.labels import (
    Act,
    AgeRange,
    Child,
    ContentType,
    Generated,
    Labels,
    Reason,
    Sex,
    faults,
)

_CHILDREN = st.builds(Child, age=st.sampled_from(AgeRange), sex=st.sampled_from(Sex))


def _maybe(kind):
    return st.none() | st.sampled_from(kind)


ANY = st.builds(
    Labels,
    content_type=st.sampled_from(ContentType),
    children=st.lists(_CHILDREN, max_size=4).map(tuple),
    act=_maybe(Act),
    has_violence=st.booleans(),
    has_bestiality=st.booleans(),
    self_produced=st.none() | st.booleans(),
    generated=_maybe(Generated),
    reason=_maybe(Reason),
)


def _showing(content_type, act):
    return st.builds(
        Labels,
        content_type=st.just(content_type),
        children=st.lists(_CHILDREN, min_size=1, max_size=4).map(tuple),
        act=act,
        has_violence=st.booleans(),
        has_bestiality=st.booleans(),
        self_produced=st.none() | st.booleans(),
        generated=_maybe((Generated.DEPICTED, Generated.TRAINING_DATA)),
    )


# Most combinations of everything do not fit, so the ones that do are built.
VALID = st.one_of(
    _showing(ContentType.CSAM, st.sampled_from(Act)),
    _showing(ContentType.EXPLOITATIVE, st.none()),
    st.builds(
        Labels,
        content_type=st.just(ContentType.TEXT_ONLY),
        generated=_maybe((Generated.PROMPT, Generated.TRAINING_DATA)),
    ),
    st.builds(
        Labels,
        content_type=st.just(ContentType.NOT_RELEVANT),
        generated=_maybe(Generated),
        reason=st.sampled_from(Reason),
    ),
).filter(lambda labels: not faults(labels))


def csam(*children: Child, act: Act = Act.EXHIBITION) -> Labels:
    """Give apparent CSAM, of one child before puberty unless said otherwise."""
    return Labels(
        content_type=ContentType.CSAM,
        children=children or (Child(age=AgeRange.PREPUBESCENT),),
        act=act,
    )


ADULTS = Labels(content_type=ContentType.NOT_RELEVANT, reason=Reason.ADULTS)
EXPLOITATIVE = Labels(
    content_type=ContentType.EXPLOITATIVE,
    children=(Child(age=AgeRange.PUBESCENT, sex=Sex.FEMALE),),
)
