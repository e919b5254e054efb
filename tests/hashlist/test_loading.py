from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import cast
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist import exporting, loading, services
from tipline.hashlist.errors import MalformedHashListError
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.liveness import is_live
from tipline.hashlist.models import HashEntry, HashItem, HashList

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)
YEAR = timedelta(days=365)
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
PDQ = "f" * 64


def load(*lines: str, name: str = "Known", **more):
    return services.load_list(
        cast.STAGE, lines, name=name, meaning="known material", at=NOW, **more
    )


def test_a_list_is_loaded_in_one_spelling():
    loaded = load("algorithm,value", f"MD5, {MD5.upper()} ,A1", f"PDQ,{PDQ}")
    assert (loaded.read, loaded.added) == (2, 2)
    with acting(cast.STAGE):
        rows = HashEntry.objects.values_list(
            "algorithm", "value", "item__classification"
        )
        assert set(rows) == {("md5", MD5, "A1"), ("pdq", PDQ, "")}


def test_loading_a_list_again_adds_only_what_is_new():
    load(f"md5,{MD5}")
    assert load(f"md5,{MD5}", f"pdq,{PDQ}").added == 1


def test_opaque_values_of_other_algorithms_are_kept_as_they_are():
    load("PhotoDNA,AbC+/=")
    with acting(cast.STAGE):
        assert HashEntry.objects.get().value == "AbC+/="


def test_a_line_may_say_its_recipe():
    load("algorithm,value", f"pdq,{PDQ},A1,,canonical-1")
    with acting(cast.STAGE):
        assert HashEntry.objects.get().recipe == "canonical-1"
        hash_list = HashList.objects.get()
    text, _ = exporting.export(cast.STAGE, hash_list, form="csv")
    assert text.splitlines()[1] == f"pdq,{PDQ},A1,image,canonical-1"


def test_a_long_file_goes_in_batches_and_goes_on_after_a_break(monkeypatch):
    monkeypatch.setattr(services, "BATCH_LINES", 10)
    lines = [f"md5,{number:032x}" for number in range(35)]
    with pytest.raises(MalformedHashListError) as refusal:
        load(*lines[:25], "md5,broken", *lines[25:])
    assert refusal.value.fields["line"] == 26
    with acting(cast.STAGE):
        assert HashEntry.objects.count() == 20
        batches = Entry.objects.filter(action="hash_list.loaded")
        assert batches.count() == 2
    loaded = load(*lines, *lines)
    assert (loaded.read, loaded.added) == (70, 15)
    with acting(cast.STAGE):
        assert HashEntry.objects.count() == HashItem.objects.count() == 35


def test_a_flood_is_held_back_in_its_first_batch_and_all_after(monkeypatch):
    monkeypatch.setattr(services, "BATCH_LINES", 10)
    services.load_list(
        cast.STAGE, [f"md5,{MD5}"] * 3, name="Known", meaning="known", at=NOW - YEAR
    )
    limits = FloodLimits(growth_least=15)
    lines = [f"md5,{number:032x}" for number in range(40)]
    assert load(*lines, limits=limits).is_quarantined
    with acting(cast.STAGE):
        live = HashItem.objects.filter(is_live())
        assert live.count() == 1


def test_a_flood_of_a_later_batch_holds_back_those_before_it(monkeypatch):
    monkeypatch.setattr(services, "BATCH_LINES", 10)
    services.load_list(
        cast.STAGE, [f"md5,{MD5}"], name="Known", meaning="known", at=NOW - YEAR
    )
    lines = [f"md5,{number:032x}" for number in range(40)]
    assert not load(*lines[:10], limits=FloodLimits(growth_least=45)).is_quarantined
    assert not load(*lines, limits=FloodLimits(growth_least=45)).is_quarantined
    more = [f"md5,{number:032x}" for number in range(40, 80)]
    assert load(*more, limits=FloodLimits(growth_least=75)).is_quarantined
    with acting(cast.STAGE):
        assert HashItem.objects.count() == 81
        assert HashItem.objects.filter(is_live()).count() == 1


@pytest.mark.parametrize("said", ["a\tb", "a\\b", '"a\nb"', "\\N", "\\.", "é♥"])
def test_a_class_is_kept_as_it_is_written(said):
    load(f"md5,{MD5},{said}")
    with acting(cast.STAGE):
        assert HashItem.objects.get().classification == said.strip('"')


def put_elsewhere(rows, **values):
    with transaction.atomic():
        rows.update(**values)
        connection.check_constraints()


def test_a_fingerprint_of_another_list_is_refused_by_the_database():
    load(f"md5,{MD5}")
    load(f"md5,{MD5}", name="Other")
    with acting(cast.STAGE):
        item, other = HashItem.objects.order_by("pk")
        entries = HashEntry.objects.filter(item=item)
        with pytest.raises(IntegrityError, match="hashentry_item_of_list"):
            put_elsewhere(entries, hash_list=other.hash_list_id)


def test_a_source_of_another_list_is_refused_by_the_database():
    load(f"md5,{MD5}")
    load(f"md5,{MD5}", name="Other")
    with acting(cast.STAGE):
        item, other = HashItem.objects.order_by("pk")
        items = HashItem.objects.filter(pk=item.pk)
        with pytest.raises(IntegrityError, match="hashlist_item_member_of_list"):
            put_elsewhere(items, member=other.member_id)


def test_checking_reads_all_and_adds_nothing():
    assert loading.check_lines(["algorithm,value", f"md5,{MD5}", f"pdq,{PDQ}"]) == 2
    with pytest.raises(MalformedHashListError):
        loading.check_lines([f"md5,{MD5}", "md5,xyz"])


@pytest.mark.parametrize(
    "line",
    [
        "md5,xyz",
        "md5",
        f"pdq,{MD5}",
        "md5,",
        f"md5,{MD5},,film",
        f"md5,{MD5},A\0",
        f"md5,{MD5},{'A' * 200_000}",
    ],
)
def test_one_bad_line_is_named_and_nothing_is_added(line):
    with pytest.raises(MalformedHashListError) as refusal:
        load("algorithm,value", f"pdq,{PDQ}", line)
    assert refusal.value.fields["line"] == 3
    with acting(cast.STAGE):
        assert not HashList.objects.exists()
