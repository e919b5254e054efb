"""Lists of others come here under their own keys, and ours go to others' tools."""

import json
from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, transaction

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import (
    errors,
    exporting,
    importing,
    jobs,
    reviewing,
    services,
    source_client,
    subscriptions,
    vics,
)
from tipline.hashlist.models import HashEntry, HashItem, HashList
from tipline.hashlist.states import ItemState, ListKind

MD5, SHA1 = "a" * 32, "b" * 40
PDNA = "QUJD" * 48  # 192 characters of base64
CONTEXTS = {
    "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#{}",
    "@odata.context": (
        "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#{}"
    ),
}


@pytest.fixture
def imported(db):
    assert db is None
    return stage.new_list(ListKind.IMPORTED, "Partner")


def record(key="42-x", value=MD5, **more):
    return importing.Record(key=key, values=(("md5", value),), **more)


def bring(hash_list, *records):
    return importing.import_records(cast.STAGE, hash_list, records, at=stage.NOW)


def live(hash_list):
    with acting(cast.STAGE):
        rows = HashEntry.objects.filter(
            hash_list=hash_list, withdrawn_at=None, item__state=ItemState.ACTIVE
        )
        return set(rows.values_list("item__entry_id", "algorithm", "value"))


def test_a_sources_item_comes_changes_goes_and_comes_back(imported):
    assert bring(imported, record()).added == 1
    assert bring(imported, record()) == importing.Imported()
    assert bring(imported, record(value="c" * 32)).changed == 1
    assert live(imported) == {("42-x", "md5", "c" * 32)}
    assert bring(imported, record(is_deleted=True)).withdrawn == 1
    assert live(imported) == set()
    assert bring(imported, record(is_deleted=True)) == importing.Imported()
    assert bring(imported, record()).changed == 1
    assert live(imported) == {("42-x", "md5", MD5)}


@pytest.mark.parametrize("how", [reviewing.challenge, reviewing.withdraw])
@pytest.mark.parametrize(
    "again", [{"value": "c" * 32}, {"key": "42-y"}, {"key": "43-x", "media": "video"}]
)
def test_what_people_here_took_off_no_source_brings_back(imported, how, again):
    bring(imported, record())
    with acting(cast.STAGE):
        item = HashItem.objects.get(hash_list=imported)
    how(cast.principal_of(cast.sven()), item.pk, reason="An adult.", at=stage.NOW)
    assert bring(imported, record(**again)) == importing.Imported()
    assert live(imported) == set()


@pytest.mark.django_db
def test_nothing_comes_onto_a_reviewed_list_from_outside():
    with pytest.raises(errors.ListNeedsReviewsError):
        bring(stage.new_list(), record())


def test_a_key_tells_members_apart_and_fits_an_address():
    assert importing.key_of(4, "2-x") == "4-2-x" != importing.key_of(42, "x")
    odd = importing.key_of(4, "a/b c")
    assert len(odd) == 64
    assert odd != importing.key_of(4, "a/b d")


# Forensic hash sets


def hash_set(key="odata.metadata", *, root="Media", **more):
    medium = {
        "MediaID": 1,
        "Category": 1,
        "MD5": MD5.upper(),
        "SHA1": SHA1.upper(),
        "MediaSize": "12345",
        "MimeType": "video/mp4",
        "AlternativeHashes": [{"HashName": "PhotoDNA", "HashValue": PDNA}],
        **more,
    }
    value = [{"CaseID": "c", "Media": [medium]}] if root == "Cases" else [medium]
    return json.dumps({key: CONTEXTS[key].format(root), "value": value})


@pytest.mark.parametrize("key", CONTEXTS)
@pytest.mark.parametrize("root", ["Media", "Cases"])
def test_both_versions_and_both_roots_are_read(key, root):
    (found,) = vics.read(hash_set(key, root=root))
    assert found.key == f"sha1-{SHA1}"
    assert found.media == "video"
    assert found.classification == "child abuse material"
    assert dict(found.values) == {"md5": MD5, "sha1": SHA1, "pdna": PDNA}


def perceptual_only(*values):
    media = [
        {"Category": 1, "AlternativeHashes": [{"HashName": "PhotoDNA", "HashValue": v}]}
        for v in values
    ]
    context = CONTEXTS["odata.metadata"].format("Media")
    return json.dumps({"odata.metadata": context, "value": media})


def test_media_with_perceptual_hashes_alone_are_told_apart(imported):
    alike = ["+/AB" * 47 + end for end in ("AAAA", "BBBB", "CCCC")]
    found = list(vics.read(perceptual_only(*alike)))
    assert len({record.key for record in found}) == 3
    assert bring(imported, *found).added == 3
    assert {value for _, _, value in live(imported)} == set(alike)


@pytest.mark.parametrize("key", ["", "a/b", "a b", "é", "a" * 65, "a\n"])
def test_the_database_takes_only_ids_that_an_address_carries(imported, key):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        bring(imported, record(key=key))


def test_names_of_hashes_may_have_spaces():
    spelled = [{"HashName": "Microsoft PhotoDNA", "HashValue": PDNA}]
    (found,) = vics.read(hash_set(AlternativeHashes=spelled))
    assert dict(found.values) == {"md5": MD5, "sha1": SHA1, "pdna": PDNA}


def test_only_the_asked_categories_are_taken():
    assert list(vics.read(hash_set(Category=0))) == []
    assert list(vics.read(hash_set(Category=5))) == []
    (found,) = vics.read(hash_set(Category="3"), categories=frozenset({3}))
    assert found.classification == "computer-generated"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "value"),
        ('{"value": []}', "#Media"),
        (hash_set(MD5="12"), "characters"),
        (hash_set(MD5="", SHA1="", AlternativeHashes=[]), "no hash"),
        (hash_set(Category="x"), "Category"),
        (hash_set(Category=[1]), "Category"),
        (hash_set().replace('"Category": 1', '"Category": 1e999'), "Category"),
        (hash_set(AlternativeHashes=5), "AlternativeHashes"),
        (hash_set(AlternativeHashes=[{"HashName": "§", "HashValue": "a"}]), "Medium 1"),
        (json.dumps({"odata.metadata": "#Cases", "value": [{"Media": 5}]}), "Media"),
    ],
)
def test_what_is_wrong_with_a_hash_set_is_said(text, word):
    with pytest.raises(errors.MalformedHashSetError, match=word):
        list(vics.read(text))


def exported(hash_list, form="vics-2.0"):
    text, _ = exporting.export(cast.STAGE, hash_list, form=form)
    (medium,) = json.loads(text)["value"]
    return medium["Category"], medium["IsPrecategorized"]


@pytest.mark.parametrize(
    ("kind", "classification", "category"),
    [
        (ListKind.IMPORTED, "category 5", 5),
        (ListKind.IMPORTED, "Child exploitive", 2),
        (ListKind.IMPORTED, "category x", 0),
        (ListKind.IMPORTED, "B2", 0),
        (ListKind.UNVERIFIED, "", 0),
        (ListKind.INDUSTRY, "A1", 0),
    ],
)
@pytest.mark.django_db
def test_what_nobody_here_decided_is_not_labelled(kind, classification, category):
    hash_list = stage.new_list(kind, "Words of others")
    bring(hash_list, record(classification=classification))
    assert exported(hash_list) == (category, False)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (ListKind.CSAM, (1, True)),
        (ListKind.EXPLOITATIVE, (2, True)),
        (ListKind.GENERATED, (3, True)),
        (ListKind.NEGATIVE, (0, True)),
        (ListKind.YOUTH_PRODUCED, (0, False)),  # the profile has none for it
    ],
)
@pytest.mark.django_db
def test_what_three_people_decided_has_its_lists_category(kind, label):
    hash_list = stage.new_list(kind)
    stage.listed(hash_list)
    assert exported(hash_list) == label


@pytest.mark.parametrize("form", ["vics-1.3", "vics-2.0"])
@pytest.mark.parametrize("category", [0, 1, 3, 5, 17])
def test_what_is_exported_can_be_imported(imported, form, category):
    text = hash_set(Category=category)
    records = list(vics.read(text, categories=frozenset({category})))
    bring(imported, *records)
    text, number = exporting.export(cast.STAGE, imported, form=form)
    assert number == 1
    assert list(vics.read(text, categories=frozenset({category}))) == records
    assert CONTEXTS[next(iter(json.loads(text)))].format("Media") in text


def test_an_export_holds_neither_canaries_nor_formulas(imported):
    stage.join(imported)
    bring(imported, record(classification="=cmd()"))
    text, number = exporting.export(cast.STAGE, imported, form="csv")
    assert number == 1
    assert text.splitlines()[1:] == [f"md5,{MD5},'=cmd(),image,"]


def rows_of(hash_list):
    with acting(cast.STAGE):
        rows = HashEntry.objects.filter(hash_list=hash_list)
        said = ("algorithm", "value", "item__classification", "item__media")
        return set(rows.values_list(*said))


@pytest.mark.parametrize("value", ["+AbC/=", "/+A==", "=A1", "@x", "'=x", "-a_b"])
@pytest.mark.parametrize("words", ["=cmd()", "'A1'", "''", "-", "A1"])
def test_what_is_exported_as_csv_can_be_loaded(imported, value, words):
    bring(
        imported,
        importing.Record(
            key="1-x",
            media="video",
            classification=words,
            values=(("md5", MD5), ("pdna", value)),
        ),
    )
    text, _ = exporting.export(cast.STAGE, imported, form="csv")
    services.load_list(
        cast.STAGE, text.splitlines(), name="Copy", meaning="copy", at=stage.NOW
    )
    with acting(cast.STAGE):
        copy = HashList.objects.get(name="Copy")
    assert rows_of(copy) == rows_of(imported)
    assert len(rows_of(copy)) == 2


def test_other_tools_read_hashes_of_an_export_as_they_are(imported):
    bring(imported, importing.Record(key="1-x", values=(("pdna", "+AbC/="),)))
    text, _ = exporting.export(cast.STAGE, imported, form="csv")
    assert text.splitlines()[1:] == ["pdna,+AbC/=,,image,"]


# Other servers


@pytest.mark.parametrize(
    "base",
    [
        "http://example.org/x",
        "ftp://example.org/x",
        "https://user@example.org/x",
        "https://example.org/x?y",
        "file:///etc/passwd",
        "https:///x",
        "https://[x",
        "https://exa mple.org",
    ],
)
def test_only_https_addresses_are_asked(base):
    with pytest.raises(errors.SourceAddressError):
        source_client.check_address(base)


@pytest.mark.parametrize("base", ["https://example.org/list", "http://127.0.0.1:1/x"])
def test_https_and_this_machine_are_asked(base):
    source_client.check_address(base)


NS = "https://hashsharing.ncmec.org/hashsharing/v2"


def answered(monkeypatch, *bodies, date="Sat, 21 Nov 2026 00:00:00 GMT"):
    """Answer in a source's place: its status with its time, then these bodies."""
    given = iter(bodies)
    asked = []

    def ask(source, path):
        assert source.base.startswith("http://127.0.0.1:9")
        if path == "/v2/status":
            return b"", date
        asked.append(path)
        return next(given), date

    monkeypatch.setattr(source_client, "_ask", ask)
    return asked


def page(inner, following=""):
    paging = f"<paging><next>{following}</next></paging>" if following else ""
    return f'<queryResult xmlns="{NS}">{inner}{paging}</queryResult>'.encode()


ENTRY = (
    '<images><image><member id="42">M</member><id>x</id><fingerprints>'
    f"<md5>{MD5}</md5><md5>broken</md5><pdna>{PDNA}</pdna>"
    '<tmk-pdqf rel="self" href="/v2/x"/></fingerprints></image></images>'
)
GONE = '<images><deletedImage><member id="42"/><id>x</id></deletedImage></images>'


@pytest.fixture
def subscription(imported, tmp_path):
    file = tmp_path / "password"
    file.write_text("secret\n")
    return subscriptions.subscribe(
        cast.STAGE,
        imported,
        base="http://127.0.0.1:9/",
        username="us",
        password_file=file,
        at=stage.NOW,
    )


def polled():
    (one,) = subscriptions.subscriptions(cast.STAGE)
    return subscriptions.poll(cast.STAGE, one, at=stage.NOW)


def test_a_subscription_is_polled_from_its_checkpoint(
    imported, subscription, monkeypatch
):
    assert subscription.checkpoint is None
    asked = answered(monkeypatch, page(ENTRY, "/v2/entries?after=1"), page(""))
    assert polled().imported.added == 1
    assert live(imported) == {("42-x", "md5", MD5), ("42-x", "pdna", PDNA)}
    assert asked[0].startswith("/v2/entries?from=1970-01-01T00:00:00Z&to=2026-11-20")
    asked = answered(monkeypatch, page(GONE))
    assert polled().imported.withdrawn == 1
    assert asked[0].startswith("/v2/entries?from=2026-11-20T23:59:55Z")
    assert live(imported) == set()


@pytest.mark.usefixtures("subscription")
@pytest.mark.parametrize(
    ("date", "until"),
    [
        ("Fri, 20 Nov 2026 23:50:00 GMT", "2026-11-20T23:49:55Z"),
        ("Sun, 22 Nov 2026 00:00:00 GMT", "2026-11-20T23:59:55Z"),
        ("Fri, 20 Nov 2026 23:50:00 -0000", "2026-11-20T23:49:55Z"),
        ("", "2026-11-20T23:59:00Z"),
        ("soon", "2026-11-20T23:59:00Z"),
    ],
)
def test_no_poll_ends_ahead_of_the_sources_clock(monkeypatch, date, until):
    asked = answered(monkeypatch, page(""), date=date)
    polled()
    assert asked[0].endswith(f"&to={until}")
    (one,) = subscriptions.subscriptions(cast.STAGE)
    assert f"{one.checkpoint:%Y-%m-%dT%H:%M:%SZ}" == until


LONG = "a-fingerprint-type-with-a-name-of-over-thirty-two-letters"


@pytest.mark.usefixtures("subscription")
def test_a_fingerprint_of_a_type_with_a_long_name_is_left_out(imported, monkeypatch):
    odd = f"<fingerprints><{LONG}>ab</{LONG}>".encode()
    answered(monkeypatch, page(ENTRY).replace(b"<fingerprints>", odd))
    assert polled().problem == ""
    assert ("42-x", "md5", MD5) in live(imported)


@pytest.mark.usefixtures("subscription")
def test_a_source_that_breaks_ours_keeps_no_other_waiting(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("secret\n")
    subscriptions.subscribe(
        cast.STAGE,
        stage.new_list(ListKind.IMPORTED, "Second"),
        base="http://127.0.0.1:99",
        username="us",
        password_file=tmp_path / "password",
        at=stage.NOW,
    )
    asked = []

    def ask(source, path):
        del path
        asked.append(source.base)
        raise ZeroDivisionError

    monkeypatch.setattr(source_client, "_ask", ask)
    jobs.poll_subscriptions(timestamp=0)
    assert asked == ["http://127.0.0.1:9", "http://127.0.0.1:99"]


def entry(name, value=MD5):
    return ENTRY.replace("<id>x<", f"<id>{name}<").replace(MD5, value)


def test_a_poll_that_broke_off_goes_on_at_its_next_page(
    imported, subscription, monkeypatch
):
    following = "/v2/entries?after=1"
    asked = answered(monkeypatch, page(entry("x"), following), b"<broken")
    assert polled().problem
    assert len(live(imported)) == 2
    asked = answered(monkeypatch, page(entry("y", "c" * 32)))
    assert polled().problem == ""
    assert asked == [following]
    assert len(live(imported)) == 4
    (one,) = subscriptions.subscriptions(cast.STAGE)
    assert (one.checkpoint, one.next_page) == (stage.NOW - subscriptions.MARGIN, "")
    assert one.pk == subscription.pk


@pytest.mark.usefixtures("imported")
def test_a_page_that_the_source_forgot_or_is_too_old_is_not_asked(
    subscription, monkeypatch
):
    following = "/v2/entries?after=1"
    answered(monkeypatch, page(entry("x"), following), b"<broken")
    polled()
    answered(monkeypatch, b"<html/>")
    assert polled().problem
    asked = answered(monkeypatch, page(entry("x"), following), b"<broken")
    polled()
    assert asked[0].startswith("/v2/entries?from=1970")
    asked = answered(monkeypatch, page(""))
    later = stage.NOW + timedelta(hours=13)
    (one,) = subscriptions.subscriptions(cast.STAGE)
    subscriptions.poll(cast.STAGE, one, at=later)
    assert asked[0].startswith("/v2/entries?from=1970")
    assert one.pk == subscription.pk


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<queryResult",
        b"<html/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><queryResult>&a;</queryResult>',
        page("<images><image><id>x</id></image></images>"),
        page('<images><image><member id="1"/></image></images>'),
        page("", "https://evil.example.org/"),
        page("", "/v2/members"),
    ],
)
def test_a_broken_source_moves_no_checkpoint(subscription, monkeypatch, body):
    answered(monkeypatch, body)
    assert polled().problem
    (one,) = subscriptions.subscriptions(cast.STAGE)
    assert one.pk == subscription.pk
    assert one.checkpoint is None
    assert one.problem


@pytest.mark.usefixtures("subscription")
def test_a_source_that_is_away_is_said():
    assert "ConnectionRefusedError" in polled().problem


def test_a_list_follows_one_source(imported, subscription, tmp_path):
    with pytest.raises(errors.AlreadySubscribedError):
        subscriptions.subscribe(
            cast.STAGE,
            imported,
            base=subscription.base,
            username="us",
            password_file=tmp_path / "password",
            at=stage.NOW,
        )
