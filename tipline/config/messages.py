"""Keep the catalogs of translations whole.

    tools/messages extract   list every text with the files that hold it
    tools/messages update    bring the catalogs up to what the code says
    tools/messages check     say what is missing or wrong, and fail if anything is

Described in docs/develop/translation.md.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from tipline.config.catalogs import PACKAGE, catalog_paths, language_of, read
from tipline.config.extraction import Key, Texts, extract
from tipline.foundation.languages import (
    CATALOGS,
    COMPLETE,
    LANGUAGES,
    SOURCE,
    Audience,
    Language,
)

HEADER = """\
# {name}, {package}. A comment that begins with "Read by" says that a native reader has
# read a translation; all others await one.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
# None, one, two, few (3 to 10), many (11 to 99), other: the order of translators' tools
# and of Django. Babel's own rule has the last two the other way round.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 :"
    " n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
MARKUP = re.compile(r"</?\w+[^>]*>")
READ_BY = "Read by"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a language is in one audience's pages, counted in texts."""

    language: Language
    audience: Audience
    texts: int
    translated: int
    awaiting_reader: int


def home_of(places: Iterable[str], packages: Iterable[str]) -> str | None:
    """Give the first of the packages that a text is in, None if it is in none."""
    known = tuple(places)
    holding = (name for name in packages if any(_lies_in(p, [name]) for p in known))
    return next(holding, None)


def packages_of(language: Language) -> tuple[str, ...]:
    """Give the packages that have a catalog in a language, each once, in order."""
    offered = (a for a in Audience if a in language.audiences and COMPLETE[a])
    return tuple(dict.fromkeys(name for a in offered for name in CATALOGS[a]))


def translations(code: str, folder: Path = PACKAGE) -> dict[Key, Message]:
    """Give all that the catalogs of a language say."""
    return {
        _key(message): message
        for path in catalog_paths(folder)
        if language_of(path) == code
        for message in read(path)
        if message.id
    }


def is_translated(message: Message | None) -> bool:
    """Tell whether a text has its translation, in every plural form."""
    if message is None or message.fuzzy:
        return False
    return all(_forms(message.string))


def update(folder: Path = PACKAGE) -> None:
    """Write every catalog anew: what the code says, with what is translated of it."""
    texts = extract(folder)
    for language in LANGUAGES:
        packages = packages_of(language) if language != SOURCE else ()
        said = translations(language.code, folder)
        promised = {k for a in language.audiences for k in _promised(texts, a)}
        for package in packages:
            held = {
                key: texts[key]
                for key in promised
                if home_of(texts[key], packages) == package
            }
            path = folder / package / "locale" / language.code / "LC_MESSAGES"
            catalog = _filled(language, held, said)
            _write(path / "django.po", package, catalog, language=language)


def problems(texts: Texts, folder: Path = PACKAGE) -> Iterator[str]:
    """Say what is missing where all must be there, and what does not agree."""
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        said = translations(language.code, folder)
        for audience in language.audiences:
            for key in _promised(texts, audience):
                if not is_translated(said.get(key)):
                    yield f"{language.code}: not translated: {key.text!r}"
        for message in said.values():
            for fault in _faults(message):
                yield f"{language.code}: {fault}: {_key(message).text!r}"


def standings(folder: Path = PACKAGE) -> Iterator[Standing]:
    """Count, for each language of each audience, what is translated and what read."""
    texts = extract(folder)
    for audience in Audience:
        shown = {
            key for key, places in texts.items() if home_of(places, CATALOGS[audience])
        }
        for language in LANGUAGES:
            if language == SOURCE or audience not in language.audiences:
                continue
            said = translations(language.code, folder)
            done = [said[key] for key in shown if is_translated(said.get(key))]
            unread = [m for m in done if not _is_read(m)]
            yield Standing(
                language=language,
                audience=audience,
                texts=len(shown),
                translated=len(done),
                awaiting_reader=len(unread),
            )


def _promised(texts: Texts, audience: Audience) -> Iterator[Key]:
    """Give the texts that stand in a place that is declared complete."""
    for key, places in texts.items():
        if any(_lies_in(place, COMPLETE[audience]) for place in places):
            yield key


def _lies_in(place: str, parts: Iterable[str]) -> bool:
    return any(place == part or place.startswith(f"{part}/") for part in parts)


def _is_read(message: Message) -> bool:
    return any(comment.startswith(READ_BY) for comment in message.user_comments)


def _key(message: Message) -> Key:
    text, *plural = _forms(message.id)
    return Key(text=text, plural="".join(plural), context=message.context or "")


def _forms(said: object) -> tuple[str, ...]:
    """Give a text, or its translation, as one form for each plural; none if unsaid."""
    if isinstance(said, list | tuple):
        return tuple(str(form or "") for form in said)
    return (str(said or ""),)


def _faults(message: Message) -> Iterator[str]:
    """Compare a translation with its text: placeholders, markup, doubts."""
    if message.fuzzy:
        yield "fuzzy"
    if not is_translated(message):
        return
    ids, forms = _forms(message.id), _forms(message.string)
    wanted = PLACEHOLDER.findall(ids[-1])
    # The last form counts any number; one for a single or two things may use words.
    if sorted(set(PLACEHOLDER.findall(forms[-1]))) != sorted(set(wanted)):
        yield "placeholders differ"
    if any(set(PLACEHOLDER.findall(form)) - set(wanted) for form in forms):
        yield "a placeholder that the text does not have"
    tags = sorted(MARKUP.findall(ids[-1]))
    if any(sorted(MARKUP.findall(form)) != tags for form in forms):
        yield "markup differs"


def _filled(
    language: Language, held: dict[Key, set[str]], said: dict[Key, Message]
) -> Catalog:
    """Give the catalog of some texts, with what was said of them before."""
    catalog = Catalog(locale=language.code)
    for key in sorted(held, key=lambda key: (min(held[key]), key.text, key.context)):
        known = said.get(key)
        catalog.add(
            (key.text, key.plural) if key.plural else key.text,
            known.string if known else "",
            locations=[(place, 0) for place in sorted(held[key])],
            flags={"python-format"} if PLACEHOLDER.search(key.text) else (),
            user_comments=known.user_comments if known else (),
            context=key.context or None,
        )
    return catalog


def _write(path: Path, package: str, catalog: Catalog, *, language: Language) -> None:
    """Write one catalog without dates, paths of a machine, and line numbers."""
    written = BytesIO()
    write_po(written, catalog, omit_header=True, include_lineno=False, width=88)
    header = HEADER.format(
        name=language.english_name,
        package=package,
        code=language.code,
        plural_forms=PLURAL_FORMS.get(language.code, catalog.plural_forms),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + written.getvalue().decode(), encoding="utf-8")


def _list(texts: Texts) -> None:
    for key, places in sorted(texts.items(), key=lambda item: min(item[1])):
        sys.stdout.write(f"{', '.join(sorted(places))}: {key.text}\n")


def main(arguments: list[str]) -> int:
    """Do what the command line says; give its exit status."""
    if arguments == ["extract"]:
        _list(extract())
    elif arguments == ["update"]:
        update()
    elif arguments == ["check"]:
        found = list(problems(extract()))
        sys.stdout.writelines(f"{line}\n" for line in found)
        return int(bool(found))
    else:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
