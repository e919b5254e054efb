"""What people read of a packet is in their language; what programs read never is."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from tests.referral.packet.packet_cast import (
    DOCUMENT,
    NOON,
    REPORT_ID,
    REPORTED,
    RICH,
    VIEWED_FILE,
)
from tests.referral.packet.pdf_text import codes_in, running_text, squeezed
from tests.referral.packet.test_pdf import leaves
from tipline.config import messages
from tipline.foundation.languages import Audience, offered_to
from tipline.foundation.sentence import Sentence
from tipline.intake.document import Correction, SupplementDocument
from tipline.intake.public_details import PublicDetails
from tipline.referral.packet.contents import (
    AnswerLink,
    DangerChecked,
    Designation,
    Fact,
    PacketSupplement,
    Priority,
    PriorityReason,
    PublicReport,
)
from tipline.referral.packet.parts import DOCUMENTS, Part
from tipline.referral.packet.pdf import Paper, packet_pdf, page_data
from tipline.referral.packet.sentence import in_words, unmarked
from tipline.referral.packet.wording import printable

CODES = [each.code for each in offered_to(Audience.AGENCIES) if each.code != "en"]
AN_ANALYST = "an analyst of the clearinghouse"
SUPPLEMENTED = replace(
    RICH,
    is_test=True,
    as_finished=DOCUMENT,
    answer_link=AnswerLink(url="https://example.org/a/7", expires_at=NOON),
    supplements=(
        PacketSupplement(
            number=1,
            by=AN_ANALYST,
            at=NOON + timedelta(hours=2),
            document=SupplementDocument(
                report_id=REPORT_ID,
                reason="77",
                escalation_reason="78",
                error_reason="79",
                additional_info="80",
                victims=(REPORTED,),
                file_details=(VIEWED_FILE.details,),
                corrections=(
                    Correction(of="report", field="81", new_value="82"),
                    Correction(of="victim", field="83", new_value="", old_value="84"),
                ),
            ),
        ),
    ),
)
TOLD = replace(
    RICH,
    public=PublicReport(
        began_at=NOON,
        is_abandoned=True,
        checks=(DangerChecked(kind="call-back", outcome="confirmed", at=NOON),),
        released_at=NOON,
    ),
    document=replace(
        DOCUMENT,
        public=PublicDetails(
            told_by="parent", danger_now="yes", access="unknown", how_known="85"
        ),
    ),
)
WRITTEN = replace(TOLD, public=replace(TOLD.public, is_form=True, is_confirmed=True))
EACH = (RICH, SUPPLEMENTED, TOLD, WRITTEN)

DIACRITICS = re.compile("[\u064b-\u0652]")


def made_for(contents, code, zone="Asia/Kolkata"):
    recipient = replace(contents.prepared_for, language=code, time_zone=zone)
    return replace(contents, prepared_for=recipient)


def said(contents, code):
    """Every text on the pages, in their order."""
    return list(texts(json.loads(page_data(made_for(contents, code), Paper.A4))))


def texts(value):
    if isinstance(value, str):
        yield unmarked(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"kind", "svg", "fonts", "language", "paper", "face", "tone"}:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def words_of(text):
    return set(re.findall(r"(?<!\w)[A-Za-z]{2,}(?!\w)", text))


@pytest.mark.parametrize("code", CODES)
def test_no_text_of_a_packet_stays_english(code):
    catalog = messages.translations(code)
    ours = {
        form
        for key, message in catalog.items()
        for form in (key.text, key.plural)
        if form and form not in messages._forms(message.string)
    }
    forms = (messages._forms(message.string) for message in catalog.values())
    theirs = words_of(" ".join(form for each in forms for form in each))
    for contents in EACH:
        english, foreign = said(contents, "en"), said(contents, code)
        assert len(english) == len(foreign)
        reported = " ".join(printable(leaf) for leaf in leaves(contents))
        known = words_of(reported) | theirs
        for source, text in zip(english, foreign, strict=True):
            assert text not in ours or text in reported, text
            # What a court held is quoted in English everywhere.
            if source == text and "United States v." not in text:
                assert words_of(text) <= known, text


@pytest.mark.parametrize("code", ["de", "ar", "hi", "th"])
def test_the_printed_pages_say_it_in_the_language_and_are_fit_for_an_archive(code):
    pdf = packet_pdf(made_for(SUPPLEMENTED, code))
    assert f"/Lang({code})".encode() in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf, "a font is missing"
    drawn = unmarked(running_text(pdf))
    with translation.override(code):
        words = [translation.gettext(each) for each in PRINTED]
    # No reader gives marks over Arabic letters back where they stood.
    copied = [squeezed(word) for word in words if not DIACRITICS.search(word)]
    assert len(copied) >= 6
    for word in copied:
        assert word in drawn, word
    assert codes_in(pdf) == ["https://example.org/a/7"]


PRINTED = (
    "Executive summary",
    "Reporting company",
    "Reported information",
    "Automated information",
    "Law enforcement contact information",
    "After the report was finished",
    "Date of birth",
    "TEST REPORT",
)


def test_codes_are_said_in_words_with_the_code_beside():
    ranked = PriorityReason(
        rule="r",
        sentence="Hands-on abuse is reported.",
        facts=(
            Fact(name="stated", value="hands-on"),
            Fact(name="stated", value="liveStreaming"),
            Fact(name="access", value="household"),
            Fact(name="novel files", value="3"),
            Fact(name="stated", value="inspect"),  # a step that failed
            Fact(name=Sentence("term in %(place)s", place="chat"), value="en-trust-1"),
            Fact(name=Sentence("term in %(place)s", place="chat"), value="own-7"),
        ),
    )
    contents = replace(
        RICH,
        priority=Priority(level="1", reasons=(ranked,)),
        designation=Designation(kind="informational", arm="no-location", sentence=""),
    )
    german = said(contents, "de")
    for line in (
        "weder Ort noch Person (no-location)",
        "Sextortion (sextortion)",
        "angegeben: Sexueller Missbrauch eines Kindes mit Körperkontakt (hands-on)",
        "angegeben: Live-Übertragung (liveStreaming)",
        "Zugang: Lebt mit dem Kind zusammen (household)",
        "neue Dateien: 3",
        "angegeben: Bilder prüfen (inspect)",
        "Begriff in chat: eine Vertrauensstellung (en-trust-1)",
        "Begriff in chat: own-7",
        "Verbundenes Konto 1: bezahlt dafür (Billing)",
    ):
        assert line in german, line


def test_times_are_by_the_officers_clock_in_the_officers_language_with_utc_beside():
    german = " ".join(said(made_for(RICH, "de"), "de"))
    assert "20.11.2026, 17:30:00 IST (2026-11-20 12:00:00 UTC)" in german
    assert "OR, Vereinigte Staaten" in german
    assert "10.240 Bytes" in german or "Bytes" in german
    assert "3 फ़र" in " ".join(said(RICH, "hi"))


def test_arabic_pages_run_from_right_to_left_and_isolate_what_was_reported():
    data = json.loads(page_data(made_for(RICH, "ar"), Paper.A4))
    assert data["language"] == {"code": "ar", "direction": "rtl"}
    summary = data["cover"]["summary"][0]
    assert "\u2068Pixelpond, Inc.\u2069" in summary
    hostile = replace(RICH, platform_name="a\u202eb\u2069c")
    cover = json.loads(page_data(made_for(hostile, "ar"), Paper.A4))["cover"]
    assert "\u2068a[U+202E]b[U+2069]c\u2069" in cover["summary"][0]


def test_what_programs_read_is_the_same_in_every_language():
    for part in (Part.JSON, Part.IP_EVENTS, Part.FILES, Part.VICS_1_3, Part.VICS_2_0):
        make = DOCUMENTS[part].make
        english = make(SUPPLEMENTED)
        with translation.override("ar"):
            assert make(made_for(SUPPLEMENTED, "ar")) == english


def test_a_sentence_is_english_as_a_text_and_translated_with_its_values():
    inner = Sentence("An analyst of the clearinghouse")
    outer = Sentence("%(source)s (%(about)s)", source=inner, about="x.y")
    assert outer == "An analyst of the clearinghouse (x.y)"
    with translation.override("de"):
        assert unmarked(in_words(outer)).endswith(" (x.y)")
        assert "analyst of" not in in_words(outer)
        assert in_words("") == in_words(None) == ""
