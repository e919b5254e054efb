"""Terms are found in the languages of reports; what is kept of a text is an id."""

# ruff: noqa: RUF001 - other alphabets have letters that look like ours

import csv
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.triage.languages import plausible_among
from tipline.triage.priority import Theme
from tipline.triage.tables import TERMS_FILE, load_terms
from tipline.triage.terms import Term, TermTable, Text, any_language, by_theme, folded

TABLE = load_terms()
PLAUSIBLE = plausible_among(TABLE.languages)
LANGUAGES = (
    "en es fr de pt it nl pl ro tr ru uk ar hi tl id vi th ja ko zh".split()  # noqa: SIM905 - one line
)


def found(text, *, table=TABLE, plausible=PLAUSIBLE):
    return {f.term.id for f in table.find([Text(place="chat", text=text)], plausible)}


def themes(text):
    return {term_id.split("-", 1)[1].rsplit("-", 1)[0] for term_id in found(text)}


def test_every_language_has_terms_of_every_theme():
    assert TABLE.languages == set(LANGUAGES)
    for language in LANGUAGES:
        own = {term.theme for term in TABLE.terms if term.language == language}
        assert own == set(Theme), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_term_is_found_in_a_text_that_has_it(language):
    terms = [term for term in TABLE.terms if term.language == language]
    for term in terms:
        text = f"... {term.term.removesuffix('*')}, ..."
        shared = {
            other.id
            for other in TABLE.terms
            if (other.theme, other.pattern) == (term.theme, term.pattern)
        }
        assert found(text) & shared, term.id


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("The account writes that the meeting is TONIGHT.", "now"),
        ("Escribe que esta noche va a la estación, y que nadie lo sabe.", "now"),
        ("Il écrit qu’il arrive ce soir à la gare du village voisin.", "now"),
        ("Sie schreibt, dass sie heute Abend am Bahnhof wartet.", "now"),
        ("Ele escreve que hoje à noite estará na estação.", "now"),
        ("Scrive che stasera passa alla stazione.", "now"),
        ("Hij schrijft dat hij vanavond op het station staat.", "now"),
        ("Pisze, że dziś wieczorem będzie na stacji.", "now"),
        ("Scrie că diseară este la gară și așteaptă.", "now"),
        ("BU AKŞAM istasyonda olacağını yazıyor.", "now"),
        ("Пишет, что сегодня вечером будет на вокзале.", "now"),
        ("Пише, що сьогодні ввечері буде на вокзалі.", "now"),
        ("كتب أنه سيكون في المحطة هٰذِهِ اللَّيْلَة", "now"),
        ("वह लिखता है कि आज रात स्टेशन पर होगा।", "now"),
        ("Isinulat niya na ngayong gabi siya sa istasyon.", "now"),
        ("Dia menulis bahwa malam ini dia di stasiun.", "now"),
        ("Anh ấy viết rằng tối nay sẽ ở nhà ga.", "now"),
        ("เขาเขียนว่าคืนนี้จะอยู่ที่สถานี", "now"),
        ("彼は今夜駅にいると書いた。", "now"),
        ("그는 오늘 밤에 역에 있겠다고 썼다.", "now"),
        ("他写道今晚会在车站。", "now"),
        ("She says she will kill herself.", "self-harm"),
        ("Она пишет, что хочет умереть.", "self-harm"),
        ("He works as a babysitter on weekends.", "access"),
        ("Sie haben sich verabredet.", "meeting"),
        ("El trabaja de entrenadora de natación en el barrio.", "trust"),
    ],
)
def test_a_text_in_its_language_is_understood(text, theme):
    assert theme in themes(text)


def test_an_ending_counts_only_where_the_term_leaves_it_open():
    assert "suicid" not in folded("nothing of the kind")
    assert found("talk of suicidal thoughts") == {"en-self-harm-7"}
    assert found("the tutorship of the club", plausible=any_language) == set()


def test_a_single_word_of_another_language_does_not_count():
    """Polish `trener*` and Dutch `trainer` are words of their language only."""
    table = TermTable(
        [Term(id="id-trust-1", language="id", theme=Theme.TRUST, term="guru")]
    )
    english = "The platform writes that the account sells courses of a fitness guru."
    indonesian = (
        "Akun ini menulis bahwa dia bekerja sebagai guru di sekolah dekat sini."
    )
    plausible = plausible_among(TABLE.languages)
    assert found(english, table=table, plausible=plausible) == set()
    assert found(indonesian, table=table, plausible=plausible) == {"id-trust-1"}
    assert found("guru", table=table, plausible=plausible) == {
        "id-trust-1"
    }  # too short


def test_a_phrase_counts_even_where_it_is_quoted_in_another_language():
    text = "The platform's reviewer quotes the chat: nos vemos esta noche aqui."
    assert "es-now-1" in found(text)


def test_a_term_is_told_once_for_each_place_by_its_id_alone():
    texts = [
        Text(place="chat", text="tonight, and tonight again"),
        Text(place="chat", text="tonight"),
        Text(place="additional-info", text="Tonight!"),
    ]
    hits = list(TABLE.find(texts, PLAUSIBLE))
    assert [hit.fact for hit in hits] == [
        "en-now-1@chat",
        "en-now-1@additional-info",
    ]
    assert by_theme(hits) == {"now": ("en-now-1@chat", "en-now-1@additional-info")}


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_and_folding_is_stable(text):
    assert folded(folded(text)) == folded(text)
    assert found(text) <= {term.id for term in TABLE.terms}


def test_a_language_that_the_library_does_not_know_is_always_plausible():
    plausible = plausible_among(frozenset({"en", "de", "qq"}))
    languages = plausible("This sentence is written in English and in nothing else.")
    assert languages is not None
    assert "qq" in languages
    assert "de" not in languages
    assert plausible_among(frozenset({"en"}))("whatever it says") is None
    assert plausible("1234 5678") is None


def test_the_table_is_in_the_order_of_languages_and_themes():
    with TERMS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["language"], row["theme"]) for row in csv.DictReader(file)]
    assert len(set(rows)) == len(LANGUAGES) * len(Theme)
    changes = sum(1 for one, other in pairwise(rows) if one != other)
    assert changes == len(set(rows)) - 1
