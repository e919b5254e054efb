"""What one report by the form says that another has said already: the rule alone."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.triage.alike import (
    NEARLY,
    SAME,
    Kin,
    folded,
    kin,
    resemblance,
    said,
    tells_of_itself,
)

WORDS = [f"word{letter}{other}" for letter in "abcdefghijkl" for other in "mnopqrst"]
LONG = (
    "An account on this service offers pictures of children to strangers, and asks"
    " whoever is interested to write to another address for the rest of them."
)
PAGE = "https://pictures.example.org/album/7"
texts = st.lists(st.sampled_from(WORDS), min_size=12, max_size=60).map(" ".join)
names = st.sampled_from(["child_school", "person_city", "service", "person_age"])
answers = st.dictionaries(names, st.sampled_from(["abc", "def", "ghi"]))
reports = st.builds(
    lambda text, page, more: {"what": text, "urls": page, **more},
    st.one_of(st.just(""), st.just("odd page"), texts),
    st.sampled_from(["", PAGE, "https://other.example.org/"]),
    answers,
)


@settings(max_examples=80, deadline=None)
@given(one=reports, other=reports)
def test_only_what_brings_nothing_new_is_alike_in_all(one, other):
    new, first = said(one), said(other)
    if kin(new, first) is Kin.ALL:
        assert new.named <= first.named
        assert new.answers <= first.answers
        assert folded(one["what"]) in ("", folded(other["what"])) or new.sketch
    if new.keys:
        assert kin(new, new) is Kin.ALL


@settings(max_examples=60, deadline=None)
@given(text=texts, seed=st.integers(0, 2**32))
def test_a_few_changed_words_leave_a_text_nearly_the_same(text, seed):
    draw, words = random.Random(seed), text.split()
    words[draw.randrange(len(words))] = "7"
    changed = {"what": f"{' '.join(words).upper()}!!! 12345", "urls": f"{PAGE}/#top"}
    first = said({"what": f"{text} 9", "urls": f"http://www.{PAGE[8:]}"})
    if len(words) > 20:
        assert kin(said(changed), first) is Kin.WORDS
    assert resemblance(first.sketch, first.sketch) == 1


@settings(max_examples=60, deadline=None)
@given(
    one=st.text("abcdefgh ", min_size=60, max_size=400),
    other=st.text("mnopqrst ", min_size=60, max_size=400),
)
def test_texts_without_common_letters_are_never_alike(one, other):
    assert resemblance(said({"what": one}).sketch, said({"what": other}).sketch) == 0
    assert kin(said({"what": one}), said({"what": other})) is None


def test_what_is_new_keeps_a_report_apart():
    first = said({"what": LONG, "urls": PAGE, "kind": "csam"})
    for more, found in (
        ({}, Kin.ALL),
        ({"kind": ""}, Kin.ALL),
        ({"child_school": "Sample School"}, Kin.WORDS),
        ({"urls": "https://pictures.example.org/album/8"}, Kin.WORDS),
        ({"what": f"{LONG} See also https://example.org/another"}, Kin.WORDS),
        ({"what": "My neighbor made this, and I know in which house"}, Kin.NAMED),
        ({"what": "It is my uncle"}, Kin.NAMED),
        ({"what": ""}, Kin.ALL),
        ({"what": "", "urls": "https://example.org/else"}, None),
    ):
        new = {"what": LONG, "urls": PAGE, "kind": "csam", **more}
        assert kin(said(new), first) == found, more


def test_a_sentence_of_ones_own_in_a_copied_text_is_new():
    copied = " ".join(WORDS[:40])
    first = said({"what": copied, "urls": PAGE})
    for own in (
        "The girl is my pupil, and he is her stepfather from Sample Street.",
        "I know who this is: my uncle.",
    ):
        for text in (f"{copied} {own}", f"{own} {copied}"):
            new = said({"what": text, "urls": PAGE})
            assert NEARLY <= resemblance(new.sketch, first.sketch) < SAME
            assert kin(new, first) is Kin.WORDS
    assert kin(said({"what": f"{copied.upper()}!!", "urls": PAGE}), first) is Kin.ALL


def test_a_number_or_a_name_in_the_words_is_new():
    for one, other in (
        ("t.me/kids4512", "t.me/kids90331"),
        ("t.me/garden", "t.me/kitchen"),
        ("+43 000 111", "+43 000 222"),
        ("ana@example", "bob@example"),
        ("pictures.example.org", "others.example.org"),
        ("(room.7)", "room.8,"),
    ):
        first = said({"what": f"{LONG} {one}"})
        for again in (one, f"({one})", f"{one}.", f"{one.upper()}!"):
            if one.startswith("t.me") and again.isupper():
                continue  # a path has its own letters
            assert kin(said({"what": f"{LONG} {again}"}), first) is Kin.ALL, again
        assert kin(said({"what": f"{LONG} {other}"}), first) is not Kin.ALL, other
        assert kin(
            said({"what": f"look: {other}"}), said({"what": f"look: {one}"})
        ) in (
            None,
            Kin.WORDS,
        )
    ages = [said({"what": LONG, "person_age": age}) for age in ("31", "32")]
    assert kin(*ages) is Kin.WORDS
    # What many texts hold makes none of them alike.
    years = [said({"what": f"{word} in 2024"}) for word in ("Seen", "My uncle")]
    assert kin(*years) is None


def test_nobody_is_compared_by_who_they_are_or_by_a_danger():
    own = {"reporter_email": "ana@example.org", "danger": "words", "told_by": "parent"}
    assert said({"what": LONG, **own}) == said({"what": LONG})
    assert said(own) == said({})
    assert said({}).keys == frozenset()
    assert kin(said({}), said({})) is None
    assert tells_of_itself({"told_by": "child"})


def test_one_word_of_many_is_no_flood_but_the_same_word_is_one_text():
    pages = [said({"what": "odd page", "urls": f"{PAGE}{n}"}) for n in range(2)]
    assert kin(*pages) is Kin.WORDS
    only = said({"kind": "csam"})
    assert kin(only, said({"kind": "csam"})) is Kin.ALL
    assert kin(only, said({"kind": "csam", "urls": PAGE})) is None


def test_scripts_without_spaces_and_marks_are_compared_too():
    for text in (
        "这个网站上有很多陌生人发布的图片请你们尽快看一看并告诉警察" * 2,
        "यह पन्ना बच्चों की तस्वीरें दिखाता है और बहुत लोग इसे देखते हैं" * 2,
    ):
        assert kin(said({"what": f"{text}!"}), said({"what": text})) is Kin.ALL
        assert said({"what": text}).sketch
