import json
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from tests.referral.packet.documents import any_report
from tests.referral.packet.packet_cast import (
    BARE,
    DOCUMENT,
    REPORTED,
    RICH,
    VIEWED_FILE,
    WARRANT,
)
from tests.referral.packet.pdf_text import pdf_text, running_text, squeezed
from tipline.referral.packet.file_gate import FileGate, MatchBasis, gate
from tipline.referral.packet.pdf import (
    CUT,
    LONGEST_PRINTED,
    TEMPLATE,
    Paper,
    packet_pdf,
    page_data,
    paper_for,
)
from tipline.referral.packet.reported_files import MOST_PRINTED
from tipline.referral.packet.tables import files_csv
from tipline.referral.packet.wording import NOT_PROVIDED, moment, printable

# The channel is printed in words; of the originals the archive holds the bytes.
NOT_ON_PAPER = {"channel", "originals"}

HOSTILE = [
    '#eval("1 + 1") #panic() #import "@preview/x:1.0.0": y',
    "*bold* _slanted_ `raw` $x^2$ = heading",
    "\\ \\u{41} // comment /* more */ \\#",
    "] } ) #[ #{ @label <label> ~ -- ---",
    '#read("/etc/passwd") #sys.inputs #json("x")',
    "<script>alert(1)</script> &amp; \"'",
    "- item\n+ item\n/ term: x\n1. one",
    "{{ template }} %(percent)s {0} %s",
]


def with_text(text):
    return replace(RICH, document=replace(DOCUMENT, additional_info=text))


def printed(contents):
    return running_text(packet_pdf(contents))


def leaves(value):
    """Every fact of the contents as it should stand on paper."""
    if isinstance(value, bool | bytes | MatchBasis) or value is None:
        return []
    if isinstance(value, FileGate):
        value = (value.title, value.banner)
    if is_dataclass(value):
        names = [f.name for f in fields(value) if f.name not in NOT_ON_PAPER]
        value = tuple(getattr(value, name) for name in names)
    if isinstance(value, tuple):
        return [leaf for inner in value for leaf in leaves(inner)]
    if isinstance(value, datetime):
        return [moment(value)]
    if isinstance(value, date):
        return [value.isoformat()]
    return [f"{value:,}" if isinstance(value, int) and value < 10**6 else str(value)]


def test_every_fact_of_a_report_is_printed():
    text = printed(RICH)
    facts = {leaf.replace(",", "") for leaf in leaves(RICH)}
    assert len(facts) > 150
    plain = text.replace(",", "").lower()
    missing = [fact for fact in facts if squeezed(fact).lower() not in plain]
    assert missing == []


def test_the_sections_follow_each_other_and_say_who_speaks():
    text = printed(RICH)
    places = [
        text.rindex(squeezed(title))
        for title in (
            "Section A \N{EN DASH} Reported information",
            "Section B \N{EN DASH} Automated information",
            "Section C \N{EN DASH} Additional information by the clearinghouse",
            "Section D \N{EN DASH} Law enforcement contact information",
        )
    ]
    assert places == sorted(places)
    assert squeezed("Nothing in this section comes from the company.") in text


def test_each_page_bears_the_number_of_the_report_and_its_place():
    pages = pdf_text(packet_pdf(RICH)).split("\f")
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert page.strip().startswith("Report 214000731")
        assert f"Page {number} of {len(pages)}" in page


def test_the_contents_list_the_page_on_which_a_section_begins():
    pages = pdf_text(packet_pdf(RICH)).split("\f")
    starts = [n for n, p in enumerate(pages, 1) if "Section D \N{EN DASH} Law" in p]
    listed, begins = starts
    assert listed == 2
    entry = squeezed(
        pages[1].partition("Section D \N{EN DASH} Law")[2].partition("Prep")[0]
    )
    assert entry.endswith(f".{begins}")


def test_a_question_without_an_answer_is_printed_as_such():
    text = printed(BARE)
    assert text.count(squeezed(NOT_PROVIDED)) >= 8
    assert squeezed("The company uploaded no files with this report.") in text


def test_a_silent_company_is_quoted_neither_as_yes_nor_as_no():
    silent = replace(RICH, files=(RICH.files[2],))
    text = printed(silent)
    question = squeezed("Did Reporting ESP view entire contents of uploaded file?")
    assert text.partition(question)[2].startswith(squeezed(NOT_PROVIDED))


def test_what_the_company_means_by_viewed_stands_beside_its_answer():
    assert squeezed("has not told the clearinghouse") in printed(
        replace(RICH, platform_viewed_definition=None)
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_report_is_printed_and_never_obeyed(text):
    assert squeezed(text) in printed(with_text(text))


def test_markup_is_printed_in_headings_labels_tables_and_on_the_cover_too():
    evil = '#panic("x") *b* \\'
    account = replace(REPORTED, screen_name=evil, display_names=(evil,))
    contents = replace(
        RICH,
        platform_name=evil,
        clearinghouse_name="Tipline",
        document=replace(
            DOCUMENT,
            reported_persons=(account,),
            incident_type=evil,
            annotations=(evil,),
        ),
        files=(replace(VIEWED_FILE, file_id=evil, file_name=evil),),
        warnings=(evil,),
    )
    assert printed(contents).count(squeezed(evil)) >= 9


@pytest.mark.parametrize("word", ["x", "w ord ", "https://example.org/?q="])
def test_a_hundred_thousand_characters_are_all_printed(word):
    text = (word * 100_000)[:100_000]
    pdf = packet_pdf(with_text(text))
    assert squeezed(text) in running_text(pdf)
    assert pdf_text(pdf).count("\f") > 15


def test_a_text_beyond_all_paper_is_cut_and_says_how_much_is_missing():
    data = page_data(with_text("y" * (LONGEST_PRINTED + 1234)), Paper.A4)
    assert "y" * LONGEST_PRINTED + "\\n" + CUT % {"count": "1,234"} in data
    assert "y" * (LONGEST_PRINTED + 1) not in data


def test_files_beyond_all_paper_are_named_and_stay_in_the_tables():
    files = tuple(
        replace(VIEWED_FILE, file_id=f"f-{n}") for n in range(MOST_PRINTED + 2)
    )
    contents = replace(RICH, files=files)
    data = page_data(contents, Paper.A4)
    assert data.count(f"Files {MOST_PRINTED + 1} to {len(files)} are not printed") == 2
    assert f"Uploaded file {MOST_PRINTED} of {len(files)}" in data
    assert f"Uploaded file {MOST_PRINTED + 1} of" not in data
    assert files_csv(contents).count(b"\r\n") == 1 + len(files)
    assert "not printed" not in page_data(replace(RICH, files=files[:-2]), Paper.A4)


def test_a_hash_can_be_copied_in_one_piece():
    text = pdf_text(packet_pdf(RICH))
    for file in RICH.files:
        assert file.sha256 in text
        assert file.md5 in text


def test_the_hash_of_each_original_is_on_paper():
    text = pdf_text(packet_pdf(RICH))
    assert all(original.sha256 in text for original in RICH.originals)


def test_control_characters_and_nul_are_gone():
    assert printable("a\x00b\x07c\x9fd\r\ne\tf") == "abcd\ne    f"
    assert "beforeafter" in printed(with_text("before\x00\x1bafter"))


def test_a_character_of_private_use_is_written_as_its_number():
    assert "[U+E000]" in printed(with_text(chr(0xE000)))
    assert printable(chr(0xE0041) + chr(0xFFFE)) == "[U+E0041][U+FFFE]"


def test_a_name_that_hides_its_ending_is_unmasked():
    file = replace(VIEWED_FILE, original_file_name="holiday\u202egpj.exe")
    text = printed(replace(RICH, files=(file,)))
    assert "holiday[U+202E]gpj.exe" in text


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم",
        "שלום עולם",
        "Привет, мир",
        "Γειά",
        "नमस्ते दुनिया",
        "สวัสดีชาวโลก",
        "வணக்கம்",
        "హలో",
        "សួស្តី",
    ],
)
def test_the_scripts_of_the_portal_are_printed_on_every_machine(text):
    pdf = packet_pdf(with_text(text))
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf, "a font is missing"
    for letter in set(squeezed(text)):
        assert letter in running_text(pdf)


def test_a_character_without_a_font_is_admitted_on_the_cover():
    unprintable = chr(0x0378)  # not assigned: no font on any machine has it
    assert squeezed("could not be printed") in printed(with_text(unprintable))
    assert squeezed("could not be printed") not in printed(RICH)


def test_the_document_is_fit_for_an_archive():
    pdf = packet_pdf(RICH)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_the_same_contents_give_the_same_bytes():
    assert packet_pdf(RICH) == packet_pdf(replace(RICH))


def test_another_moment_of_preparation_gives_another_document():
    later = replace(RICH, prepared_at=RICH.prepared_at + timedelta(seconds=1))
    assert packet_pdf(RICH) != packet_pdf(later)


def test_a_test_report_says_so_on_every_page():
    pages = pdf_text(packet_pdf(replace(RICH, is_test=True))).split("\f")
    assert all("TEST REPORT" in page for page in pages)
    assert "TEST REPORT" not in pdf_text(packet_pdf(RICH))


def test_the_cover_counts_the_files_that_may_be_opened():
    cover = squeezed(pdf_text(packet_pdf(RICH)).split("\f")[0])
    assert squeezed("opened without further legal process: 1 of 3.") in cover
    verdict = gate(
        viewed_by_platform=None, publicly_available=None, legal_basis=WARRANT
    )
    all_open = replace(RICH, files=tuple(replace(f, gate=verdict) for f in RICH.files))
    cover = squeezed(pdf_text(packet_pdf(all_open)).split("\f")[0])
    assert squeezed("Every file may be opened") in cover


def test_paper_is_what_the_recipient_prints_on():
    assert paper_for("US") is Paper.LETTER
    assert paper_for("DE") is Paper.A4
    assert b"612 792" in packet_pdf(RICH)
    german = replace(RICH.prepared_for, country="DE")
    assert b"595.27" in packet_pdf(replace(RICH, prepared_for=german))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=any_report)
def test_any_report_can_be_printed(document):
    assert packet_pdf(replace(BARE, document=document)).startswith(b"%PDF-")


def test_the_template_reads_no_file_and_loads_no_package():
    # The one picture is drawn from what the page's data hold, not from a file.
    source = TEMPLATE.read_text().replace("image(bytes(", "drawn(")
    for word in ("read(", "import ", "include ", "eval(", "image(", "plugin("):
        assert word not in source


def test_all_that_is_printed_passes_through_one_cleaning():
    data = json.loads(page_data(with_text("\u202e\x00"), Paper.A4))
    assert "\u202e" not in json.dumps(data, ensure_ascii=False)
