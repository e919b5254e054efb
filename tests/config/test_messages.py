"""Translations are whole where they are declared to be, and agree with their texts."""

import json

import pytest

from tipline.commandline.main import main
from tipline.config import messages
from tipline.config.extraction import Key, extract
from tipline.foundation.languages import LANGUAGES, Audience

PAGE = """{% load i18n %}{# a comment #}
<p>{% translate "Nobody is on duty." %} {{ _("Roster") }} {% trans words %}</p>
    {% blocktranslate trimmed count n=alarms %}
  <b>{{ n }}</b> alarm for {{ who }}
{% plural %}
  <b>{{ n }}</b> alarms for {{ who }}
    {% endblocktranslate %}
{% translate "Turn" context "duty" %}"""
PLURAL = Key(
    text="<b>%(n)s</b> alarm for %(who)s", plural="<b>%(n)s</b> alarms for %(who)s"
)
CODE = """
from django.utils.translation import gettext_lazy as _
WORDS = {"a": _("One sentence,"
                " on two lines.")}
raise Refused(_(words))
"""


@pytest.fixture
def package(tmp_path):
    """A package with one page and one module, and its catalogs."""
    duty = tmp_path / "portals" / "duty"
    duty.mkdir(parents=True)
    (duty / "page.html").write_text(PAGE)
    (duty / "words.py").write_text(CODE)
    messages.update(tmp_path)
    return tmp_path


def catalog(package, code):
    return package / "portals/duty/locale" / code / "LC_MESSAGES" / "django.po"


def say(package, code, *pairs):
    """Write translations into a catalog as a translator would."""
    path = catalog(package, code)
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def found(package, code):
    problems = messages.problems(extract(package), package)
    return [each for each in problems if each.startswith(f"{code}:")]


def test_nothing_is_missing_where_all_is_declared_to_be_there():
    wrong = list(messages.problems(extract()))
    assert not wrong, (
        "translate these, or take their file out of COMPLETE in foundation/languages.py"
        " until they are:\n" + "\n".join(wrong)
    )


def test_texts_are_found_in_templates_and_in_code(package):
    assert {*extract(package)} == {
        Key(text="Nobody is on duty."),
        Key(text="Roster"),
        PLURAL,
        Key(text="Turn", context="duty"),
        Key(text="One sentence, on two lines."),
    }


def test_a_missing_a_doubtful_and_a_differing_translation_are_named(package):
    assert len(found(package, "de")) == len(extract(package))
    say(
        package,
        "de",
        ('"Roster"\nmsgstr ""', '"Roster"\nmsgstr "Dienstplan %(nobody)s"'),
        ('msgstr[0] ""', 'msgstr[0] "<b>%(n)s</b> Alarm für %(who)s"'),
        ('msgstr[1] ""', 'msgstr[1] "%(n)s Alarme"'),
        (
            'msgid "Nobody is on duty."\nmsgstr ""',
            '#, fuzzy\nmsgid "Nobody is on duty."\nmsgstr "Niemand."',
        ),
    )
    problems = "\n".join(found(package, "de"))
    for fault in (
        "placeholders differ: '<b>",
        "markup differs: '<b>",
        "a placeholder that the text does not have: 'Roster'",
        "fuzzy: 'Nobody is on duty.'",
        "not translated: 'Nobody is on duty.'",
        "not translated: 'Turn'",
    ):
        assert fault in problems
    assert "not translated: 'Roster'" not in problems


def test_a_form_for_one_may_say_the_number_in_words_but_none_may_be_empty(package):
    forms = [f'msgstr[{n}] "<b>%(n)s</b> %(who)s"' for n in range(6)]
    forms[1] = 'msgstr[1] "<b>إنذار واحد</b>"'
    empty = [(f'msgstr[{n}] ""', forms[n]) for n in range(6)]
    say(package, "ar", *empty[:5])
    assert any("not translated: '<b>" in each for each in found(package, "ar"))
    say(package, "ar", empty[5])
    assert not any("<b>" in each for each in found(package, "ar"))


def test_updating_keeps_what_is_said_drops_what_is_gone_and_changes_nothing_twice(
    package,
):
    say(package, "th", ('"Roster"\nmsgstr ""', '"Roster"\nmsgstr "ตารางเวร"'))
    said = catalog(package, "th").read_text(encoding="utf-8")
    messages.update(package)
    assert catalog(package, "th").read_text(encoding="utf-8") == said
    page = package / "portals/duty/page.html"
    page.write_text(PAGE.replace("Nobody is on duty.", "Everybody is called."))
    messages.update(package)
    now = catalog(package, "th").read_text(encoding="utf-8")
    assert "ตารางเวร" in now
    assert "Everybody is called." in now
    assert "Nobody is on duty." not in now
    assert str(package) not in now


def test_the_list_counts_what_is_translated_and_what_awaits_a_reader(package):
    say(package, "fr", ('"Roster"\nmsgstr ""', '"Roster"\nmsgstr "Tableau"'))
    assert french(package) == (5, 1, 1)
    say(
        package,
        "fr",
        (
            '#: portals/duty/page.html\nmsgid "Roster',
            '# Read by Ana.\n#: portals/duty/page.html\nmsgid "Roster',
        ),
    )
    messages.update(package)
    assert french(package) == (5, 1, 0)
    public = {
        each.language.code
        for each in messages.standings(package)
        if each.audience == Audience.PUBLIC
    }
    assert public == {each.code for each in LANGUAGES} - {"en"}


def french(package):
    (one,) = (
        each
        for each in messages.standings(package)
        if each.language.code == "fr" and each.audience == Audience.AGENCIES
    )
    return one.texts, one.translated, one.awaiting_reader


def test_an_operator_reads_the_list(capsys):
    assert main(["languages", "--json"]) == 0
    listed = {
        (e["audience"], e["code"]): e for e in json.loads(capsys.readouterr().out)
    }
    german, hebrew = listed["agencies", "de"], listed["public", "he"]
    assert german["texts"] >= german["translated"] == german["awaiting_reader"] > 500
    assert hebrew["texts"] >= hebrew["translated"] == hebrew["awaiting_reader"] > 300
    assert main(["languages"]) == 0
    assert "awaiting a reader" in capsys.readouterr().out
