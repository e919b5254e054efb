"""One word for one thing: the glossary has every record, state and stored kind."""

import re
from enum import Enum, StrEnum

import pytest
from django.apps import apps
from django.db import models

from tests.architecture import tree

# How a page or a process talks to itself; never stored, never shown.
NO_WORDS = {
    "casework.Order",
    "files.Cause",
    "referral.Face",
    "referral.Tone",
}


@pytest.fixture(scope="module", autouse=True)
def _everything():
    tree.import_everything()


def short(kind):
    """Name a class as the glossary does: its capability and its own name."""
    parts = [part for part in kind.__module__.split(".")[1:] if part != "foundation"]
    return f"{parts[0]}.{kind.__name__}"


def kinds():
    found = tree.subclasses(StrEnum) | tree.subclasses(models.TextChoices)
    return {short(kind): kind for kind in found if len(kind)}


def values_of(kind: type[Enum]):
    return {str(member.value) for member in kind}


def test_every_record_is_in_the_glossary_and_no_other():
    ours = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("tipline.")
    }
    rows = [row[0].strip("`") for row in tree.tables("glossary.md", "Records")[1:]]
    assert set(rows) == ours
    assert len(rows) == len(set(rows))


def test_every_state_and_kind_is_in_the_glossary_with_its_values():
    rows = tree.tables("glossary.md", "States and kinds")[1:]
    said = {row[0].strip("`"): set(re.findall(r"`([^`]+)`", row[2])) for row in rows}
    stored = {
        name: values_of(kind) for name, kind in kinds().items() if name not in NO_WORDS
    }
    assert said == stored


def test_no_two_kinds_have_the_same_name_in_one_capability():
    found = tree.subclasses(StrEnum) | tree.subclasses(models.TextChoices)
    names = [short(kind) for kind in found if len(kind)]
    assert len(names) == len(set(names))


def test_the_words_are_in_order_and_each_is_there_once():
    words = [row[0].casefold() for row in tree.tables("glossary.md", "Words")[1:]]
    assert words == sorted(set(words))
