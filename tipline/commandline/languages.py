"""`tipline languages`: what is translated, and what a native reader has read of it."""

import argparse

from tipline.commandline import options
from tipline.config import messages

_HEAD = ("audience", "code", "language", "texts", "translated", "awaiting a reader")
_LINE = (
    "{audience:<10}{code:<6}{language:<12}{texts:>6}{translated:>12}"
    "{awaiting_reader:>19}"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline languages`."""
    options.add_data(parser)
    options.add_json(parser)
    parser.set_defaults(run=languages)


def languages(arguments: argparse.Namespace) -> int:
    """List every language of every audience."""
    facts: list[dict[str, object]] = [
        {
            "audience": each.audience.value,
            "code": each.language.code,
            "language": each.language.english_name,
            "texts": each.texts,
            "translated": each.translated,
            "awaiting_reader": each.awaiting_reader,
        }
        for each in messages.standings()
    ]
    head: dict[str, object] = dict(zip(facts[0], _HEAD, strict=True))
    lines = (_LINE.format(**each) for each in (head, *facts))
    options.answer(arguments, facts, "\n".join(lines))
    return 0
