from datetime import UTC, datetime

import pytest

from tests import cast
from tipline.foundation.policy.scope import acting
from tipline.hashlist import services
from tipline.hashlist.errors import MalformedHashListError
from tipline.hashlist.models import HashEntry, HashList

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)
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


@pytest.mark.parametrize(
    "line", ["md5,xyz", "md5", f"pdq,{MD5}", "md5,", f"md5,{MD5},,film"]
)
def test_one_bad_line_is_named_and_nothing_is_added(line):
    with pytest.raises(MalformedHashListError) as refusal:
        load("algorithm,value", f"pdq,{PDQ}", line)
    assert refusal.value.fields["line"] == 3
    with acting(cast.STAGE):
        assert not HashList.objects.exists()
