import io
import re
import string
import zipfile
from dataclasses import replace

import docx
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.referral.packet.packet_cast import BARE, DOCUMENT, RICH
from tipline.foundation.languages import Audience, offered_to
from tipline.paperwork.document import DRAFT_MARK, Titles, docx_of
from tipline.paperwork.facts import LISTS, NAMES, VOCABULARY, facts_of
from tipline.paperwork.kinds import DraftKind, text_of
from tipline.paperwork.language import TextFaultError, read, rendered
from tipline.referral.packet.wording import in_words_of

FACTS, NOTHING = facts_of(RICH), facts_of(BARE)


def document_of(text, facts=FACTS):
    titles = Titles(title="t", author="a", footer="f", at=RICH.prepared_at)
    data = docx_of(rendered(read(text, VOCABULARY), facts), titles)
    return data, docx.Document(io.BytesIO(data))


def said(text, facts=FACTS):
    return "\n".join(each.text for each in document_of(text, facts)[1].paragraphs)


def test_values_conditions_and_lists():
    assert said("Report {{ report.number }}.") == "Report 214000731."
    text = '{% if report.priority is "1" %}now{% else %}later{% end %}'
    assert said(text) == "now"
    assert (
        said("{% if not files.count %}none{% else %}some{% end %}", NOTHING) == "none"
    )
    text = "{% for file in files %}\n- {{ file.number }}: {{ file.viewed }}\n{% end %}"
    assert said(text) == "1: yes\n2: no\n3: not stated"


def test_a_statement_for_one_platform_stands_in_its_reports_alone():
    text = (
        '{% if platform.name is "Pixelpond, Inc." %}\nIts statement.\n{% end %}\nEnd.'
    )
    assert said(text) == "Its statement.\nEnd."
    other = facts_of(replace(RICH, platform_name="Exemplar Chat"))
    assert said(text, other) == "End."


@pytest.mark.parametrize(
    ("code", "viewed"), [("en", "yes"), ("de", "ja"), ("ar", "نعم")]
)
def test_a_condition_holds_in_every_language(code, viewed):
    """What an agency wrote before still says the same, whoever downloads it."""
    with translation.override(code):
        facts = facts_of(RICH)
    country = RICH.jurisdiction.country
    text = (
        f'{{% if incident.type is "{DOCUMENT.incident_type}" %}}type, {{% end %}}'
        f'{{% if place.country is "{country}" %}}place, {{% end %}}'
        '{% if report.is_test is "no" %}real, {% end %}'
        '{% for p in people %}{% if p.role is "reported person 1" %}who{% end %}'
        '{% end %}\n{% for f in files %}{% if f.viewed is "yes" %}{{ f.viewed }}'
        "{% end %}{% end %}"
    )
    assert said(text, facts).split("\n") == ["type, place, real, who", viewed]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ report.number.__class__ }}", "no name"),
        ("{{ report.__class__ }}", "no value"),
        ("{{ report.numero }}", "no value “report.numero”"),
        ("\n\n{{ 7*7 }}", "Line 3"),
        ("{% include 'x' %}", "no tag"),
        ("{% load os %}", "no tag"),
        (
            "{% for a in files %}{% for b in people %}{% end %}{% end %}",
            "inside a list",
        ),
        ("{% for f in files %}{{ f.secret }}{% end %}", "“files” have no “secret”"),
        ("{{ file.sha256 }}", "no value"),
        ("{% for x in reports %}{% end %}", "no list"),
        ("{% if report.number %}", "no {% end %}"),
        ("{% end %}", "ends nothing"),
        ("{% else %}", "belongs to no"),
        ("{% if report.number %}" * 7 + "{% end %}" * 7, "too deep"),
        ("x" * 40_001, "more than 40000"),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_line(text, why):
    with pytest.raises(TextFaultError, match="Line") as refusal:
        read(text, VOCABULARY)
    assert why in str(refusal.value)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                "{{ ",
                " }}",
                "{% ",
                " %}",
                "if ",
                "for ",
                "file",
                " in ",
                "files",
                "end",
                "else",
                "report.number",
                "file.md5",
                "\n",
                " is ",
                '"x"',
                "not ",
                "[",
                "]",
            )
        )
        | st.text(string.printable, max_size=5),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_refused_or_printed_and_never_breaks(text):
    try:
        draft = read(text, VOCABULARY)
    except TextFaultError:
        return
    assert isinstance(rendered(draft, FACTS), str)


@settings(max_examples=40, deadline=None)
@given(hostile=st.text(max_size=80) | st.sampled_from(["# x\n## y", "{{ a }}", "[x]"]))
def test_no_value_can_pass_for_the_text_around_it(hostile):
    facts = facts_of(replace(RICH, document=replace(DOCUMENT, additional_info=hostile)))
    _, made = document_of("{{ incident.said }}\n# Title\nAfter.", facts)
    titles = [each.text for each in made.paragraphs if each.style.name == "Title"]
    assert titles == ["Title"]
    assert made.paragraphs[-1].text == "After."
    marked = [
        run for each in made.paragraphs for run in each.runs if run.font.highlight_color
    ]
    assert marked == []


@pytest.mark.parametrize("kind", DraftKind)
def test_each_draft_says_that_it_is_one_and_is_the_same_twice(kind):
    for facts in (FACTS, NOTHING):
        data, made = document_of(text_of(kind), facts)
        assert str(DRAFT_MARK) in made.sections[0].header.paragraphs[0].text
        assert made.sections[0].footer.paragraphs[0].text == "f"
        assert made.paragraphs[0].style.name == "Title"
        blanks = [
            run.text
            for each in made.paragraphs
            for run in each.runs
            if run.font.highlight_color
        ]
        assert blanks
        assert all(blank.startswith("[") for blank in blanks)
        whole = "\n".join(each.text for each in made.paragraphs)
        assert "{" not in whole
        assert data == document_of(text_of(kind), facts)[0]
        # No macros, nothing from elsewhere: only what a document needs.
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        assert not [name for name in names if "vba" in name or "embeddings" in name]


def test_the_first_report_never_says_that_an_unviewed_file_was_viewed():
    whole = said(text_of(DraftKind.FIRST_REPORT))
    first, second, third = [
        line for line in whole.split("\n") if line.startswith("File ")
    ]
    assert "states that it viewed the entire contents" in first
    assert "states that it did not view" in second
    assert "does not state whether" in third
    assert "I have not opened it" in second
    assert "I have not opened it" in third
    assert "Yes means that a member of staff looked at the whole file" in whole


def test_every_name_has_a_value_and_every_field_of_every_list_too():
    for facts in (FACTS, NOTHING):
        assert set(facts.values) == set(NAMES)
        assert set(facts.lists) == set(LISTS)
        for name, rows in facts.lists.items():
            for row in rows:
                assert set(row) == set(LISTS[name])


OFFERED = [each.code for each in offered_to(Audience.AGENCIES)]
NAMED = re.compile(r"\b[a-z]+\.[a-z_0-9]+")


@pytest.mark.parametrize("code", [code for code in OFFERED if code != "en"])
@pytest.mark.parametrize("kind", DraftKind)
def test_each_draft_is_whole_in_each_language_and_runs_its_way(kind, code):
    ours = text_of(kind)
    with in_words_of(replace(RICH.prepared_for, language=code)):
        text = text_of(kind)
        _, made = document_of(text, facts_of(RICH))
    assert set(NAMED.findall(text)) == set(NAMED.findall(ours))
    shared = {line for line in text.split("\n") if line in ours.split("\n")}
    assert all(not line or line.startswith("{%") for line in shared)
    written = made.paragraphs[1:]
    is_turned = [bool(each._p.xpath("w:pPr/w:bidi")) for each in written]
    assert set(is_turned) == {code == "ar"}
    runs = [run for each in written for run in each.runs]
    (name,) = {run.font.rtl for run in runs if run.text == "Pixelpond, Inc."}
    assert name is None, "a Latin name turned"
    if code == "ar":
        assert any(run.font.rtl for run in runs)
        assert "[U+" not in "".join(run.text for run in runs)
