"""What becomes of what is sent, on the list and for whoever sent it."""

import hashlib
import json
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from PIL import Image, ImageDraw

from tests import cast, factories, material
from tests.hashlist import stage as lists
from tests.takeitdown import stage
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import PUBLIC
from tipline.foundation.policy.scope import acting
from tipline.hashing.pdq import pdq_of_rgb
from tipline.hashlist import feed, settling, sharing
from tipline.hashlist.changing import new_ids
from tipline.hashlist.models import HashEntry, HashItem, HashList, Proposal
from tipline.intake.models import Report
from tipline.matching import services as matching
from tipline.takeitdown import jobs, queries, services
from tipline.takeitdown.errors import (
    CaseFullError,
    CaseNotFoundError,
    KnownHarmlessError,
    MalformedHarmlessHashError,
    NotOpenError,
    TooManySentError,
)
from tipline.takeitdown.limits import TakeItDownLimits
from tipline.takeitdown.models import Case, CaseFile, HarmlessHash

pytestmark = pytest.mark.django_db


@pytest.fixture
def hash_list():
    return stage.opened()


def standing(receipt):
    return queries.standing(receipt.code, receipt.pin, key=stage.KEY)


def fetched(platform, slug=services.SLUG):
    access = sharing.access_to(platform.principal, slug)
    items = feed.changes(platform.principal, access).items
    with acting(cast.STAGE):
        ours = HashItem.objects.filter(basis="self-reported")
        ids = set(ours.values_list("entry_id", flat=True))
    return {item.entry_id: item for item in items if item.entry_id in ids}


def test_before_the_list_is_opened_nothing_is_taken():
    assert not queries.is_open()
    with pytest.raises(NotOpenError):
        stage.sent(stage.body())


def test_ivy_sends_looks_and_takes_back_and_every_consumer_learns_it(hash_list):
    chat, member = stage.joined(hash_list)
    social, _ = stage.joined(hash_list, "Sample Social")
    receipt = stage.sent(stage.body("one"))
    assert stage.sent(stage.body("one")) == receipt
    stage.sent(stage.film("two"))
    seen = standing(receipt)
    assert [file.media for file in seen.files] == ["image", "video"]
    assert seen.expires_on == date(2028, 11, 21)
    assert queries.participants() == ["Exemplar Chat", "Sample Social"]
    for platform in (chat, social):
        shown = [i for i in fetched(platform).values() if not i.is_deleted]
        assert sorted(len(item.fingerprints) for item in shown) == [2, 4]
    entry = standing_entry(receipt)
    sharing.vote(
        chat.principal,
        services.SLUG,
        member_number=1,
        entry_id=entry,
        algorithm="md5",
        at=stage.AT,
    )
    said = dict(standing(receipt).files[0].answers)
    assert said == {"Exemplar Chat": "blocked", "Sample Social": "pending"}
    assert member.number > 1
    assert services.withdraw(receipt.code, receipt.pin, key=stage.KEY, at=stage.AT) == 2
    for platform in (chat, social):
        assert fetched(platform)[entry].is_deleted
    assert standing(receipt).withdrawn_on == stage.AT.date()
    with pytest.raises(CaseNotFoundError):
        services.renew(
            receipt.code, receipt.pin, key=stage.KEY, limits=stage.LIMITS, at=stage.AT
        )
    again = stage.sent(stage.body("one", token="6b" * 16))
    assert not standing(again).files[0].is_held_back


def standing_entry(receipt):
    with acting(cast.STAGE):
        digest = services.codes.code_digest(receipt.code, key=stage.KEY)
        file = CaseFile.objects.filter(case__code_digest=digest).earliest("pk")
        return file.item.entry_id


def test_two_platforms_that_do_not_block_suspend_and_it_stays_so(hash_list):
    receipt = stage.sent(stage.body("poison"))
    entry = standing_entry(receipt)
    for name in ("Exemplar Chat", "Sample Social"):
        platform, _ = stage.joined(hash_list, name)
        sharing.vote(
            platform.principal,
            services.SLUG,
            member_number=1,
            entry_id=entry,
            algorithm="md5",
            reasons=["adult"],
            at=stage.AT,
        )
    with acting(cast.STAGE):
        item_id = HashItem.objects.get(entry_id=entry).pk
    assert settling.settle_item(cast.STAGE, item_id, at=stage.AT)
    assert standing(receipt).files[0].is_held_back
    other = stage.sent(stage.body("poison", md5="d" * 32, token="7c" * 16))
    assert standing(other).files[0].is_held_back


def test_only_code_and_pin_together_open_a_case(hash_list):  # noqa: ARG001
    receipt = stage.sent(stage.body())
    for code, pin in (
        (receipt.code, "000000"),
        ("AAAA-BBBB-CCCC", receipt.pin),
        ("", ""),
    ):
        with pytest.raises(CaseNotFoundError):
            queries.standing(code, pin, key=stage.KEY)
    with acting(cast.STAGE):
        case = Case.objects.get()
    kept = bytes(case.code_digest) + bytes(case.pin_digest)
    assert receipt.code.replace("-", "").encode() not in kept
    assert receipt.pin.encode() not in kept


def test_famous_pictures_and_what_is_near_to_them_cannot_be_blocked(hash_list):  # noqa: ARG001
    with acting(cast.STAGE):
        famous = HarmlessHash.objects.filter(algorithm="pdq").first().value
    near = f"{int(famous, 16) ^ (2**20 - 1):064x}"
    for pdq in ([famous], [near], [stage.pdq("x"), near]):
        with pytest.raises(KnownHarmlessError):
            stage.sent(stage.body(pdq=pdq))
    far = f"{int(famous, 16) ^ (2**40 - 1):064x}"
    stage.sent(stage.body(pdq=[far]))
    line = f"md5,{'e' * 32},a flag"
    assert services.add_harmless(cast.STAGE, [line], at=stage.AT) == 1
    assert services.add_harmless(cast.STAGE, [line], at=stage.AT) == 0
    with pytest.raises(KnownHarmlessError):
        stage.sent(stage.body(md5="e" * 32))
    for wrong in ("md5,zz,x", "crc,00,x", "md5"):
        with pytest.raises(MalformedHarmlessHashError):
            services.add_harmless(cast.STAGE, [wrong], at=stage.AT)
    with acting(cast.STAGE):
        assert CaseFile.objects.count() == 1


def test_flags_and_test_cards_are_known_however_they_are_drawn(hash_list):  # noqa: ARG001
    sweden = Image.new("RGB", (640, 400), (0, 106, 167))
    for bar in ((200, 0, 280, 400), (0, 160, 640, 240)):
        sweden.paste((254, 204, 2), bar)
    japan = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(japan).circle((450, 300), 180, fill=(188, 0, 45))
    bars = Image.new("RGB", (800, 600), (0, 33, 76))
    lights = (
        "#c0c0c0",
        "#c0c000",
        "#00c0c0",
        "#00c000",
        "#c000c0",
        "#c00000",
        "#0000c0",
    )
    pen = ImageDraw.Draw(bars)
    for n, light in enumerate(lights):
        at = n * 800 / 7, (n + 1) * 800 / 7
        pen.rectangle((at[0], 0, at[1], 400), fill=light)
        turned = "black" if n % 2 else lights[6 - n]
        pen.rectangle((at[0], 400, at[1], 450), fill=turned)
    pen.rectangle((134, 450, 267, 600), fill="white")
    pen.rectangle((267, 450, 400, 600), fill="#32006a")
    pen.rectangle((400, 450, 800, 600), fill="black")
    for picture in (sweden, japan, bars):
        square = picture.resize((512, 512), Image.Resampling.BILINEAR)
        made = pdq_of_rgb(np.asarray(square)).hex
        with pytest.raises(KnownHarmlessError):
            stage.sent(stage.body(pdq=[made]))


@pytest.mark.parametrize(
    "known", ["camera (sample picture of scikit-image)", "the empty file"]
)
def test_a_harmless_file_is_known_by_its_digests_alone(hash_list, known):  # noqa: ARG001
    with acting(cast.STAGE):
        rows = HarmlessHash.objects.filter(name=known).exclude(algorithm="pdq")
        digests = dict(rows.values_list("algorithm", "value"))
    assert set(digests) == {"md5", "sha256"}
    hidden = {"quality": "", "pdq": []}
    for algorithm, value in digests.items():
        with pytest.raises(KnownHarmlessError):
            stage.sent(stage.body(**hidden, **{algorithm: value}))
    sent = json.loads(stage.film(frames=0))
    sent["video"]["md5"] = digests["md5"]
    with pytest.raises(KnownHarmlessError):
        stage.sent(json.dumps(sent).encode())


def test_files_without_a_hash_of_what_they_look_like_have_a_ceiling(hash_list):  # noqa: ARG001
    few = TakeItDownLimits(exact_files_a_day=2)
    hidden = {"quality": "", "pdq": []}
    stage.sent(stage.body("1", **hidden), limits=few)
    stage.sent(stage.film("2", frames=0), limits=few)
    for one_more in (stage.body("3", **hidden), stage.film("3", frames=0)):
        with pytest.raises(TooManySentError):
            stage.sent(one_more, limits=few)
    stage.sent(stage.body("3"), limits=few)
    stage.sent(stage.film("4"), limits=few)
    with acting(cast.STAGE):
        assert CaseFile.objects.count() == 4


def test_floods_end_at_the_case_and_at_the_day(hash_list):  # noqa: ARG001
    few = TakeItDownLimits(files_a_case=2, files_a_day=3)
    stage.sent(stage.body("1"), limits=few)
    stage.sent(stage.body("2"), limits=few)
    with pytest.raises(CaseFullError):
        stage.sent(stage.body("3"), limits=few)
    stage.sent(stage.body("3", token="6b" * 16), limits=few)
    with pytest.raises(TooManySentError):
        stage.sent(stage.body("4", token="7c" * 16), limits=few)
    with acting(cast.STAGE):
        assert HashItem.objects.filter(basis="self-reported").count() == 3


def test_a_case_ends_after_its_time_unless_it_is_renewed(hash_list):
    platform, _ = stage.joined(hash_list)
    kept, over = (
        stage.sent(stage.body("1")),
        stage.sent(stage.body("2", token="6b" * 16)),
    )
    later = stage.AT + timedelta(days=729)
    until = services.renew(
        kept.code, kept.pin, key=stage.KEY, limits=stage.LIMITS, at=later
    )
    assert until == (later + timedelta(days=730)).date()
    jobs.expire_cases(int((stage.AT + timedelta(days=731)).timestamp()))
    assert standing(over).withdrawn_on is not None
    assert standing(kept).withdrawn_on is None
    assert fetched(platform)[standing_entry(over)].is_deleted


def test_the_statistics_count_submissions_files_and_hashes(hash_list):  # noqa: ARG001
    stage.sent(stage.body("1"))
    taken = stage.sent(stage.film("2"))
    stage.sent(stage.body("3", token="6b" * 16), at=stage.AT + timedelta(days=30))
    services.withdraw(taken.code, taken.pin, key=stage.KEY, at=stage.AT)
    found = queries.figures(cast.STAGE, since=date(2026, 11, 1), until=date(2027, 1, 1))
    assert [
        (f.reporter, f.month.month, f.submissions, f.files, f.hashes) for f in found
    ] == [
        ("Take It Down", 11, 1, 2, 7),
        ("Take It Down", 12, 1, 1, 3),
    ]
    assert not queries.figures(
        cast.STAGE, since=date(2027, 1, 1), until=date(2028, 1, 1)
    )


def test_nothing_of_it_makes_a_hit_here(hash_list):  # noqa: ARG001
    platform = cast.platform()
    report_id = factories.open_report(platform)
    content = material.picture(7)
    factories.add_file(platform, report_id, content)
    factories.finish(platform, report_id)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    stage.sent(stage.body(md5=digest))
    assert matching.match_report(cast.STAGE, report_id, at=stage.AT) == 0
    known = lists.new_list(kind="imported", name="A partner's")
    services.hashlist.load_list(
        cast.STAGE, [f"md5,{digest}"], name=known.name, meaning="invented", at=stage.AT
    )
    assert matching.match_report(cast.STAGE, report_id, at=stage.AT) == 1


def test_what_nobody_looked_at_is_never_moved_to_another_list(hash_list):  # noqa: ARG001
    other = lists.new_list(kind="industry")
    stage.sent(stage.body())
    with (
        acting(cast.STAGE),
        pytest.raises(DatabaseError, match="unverified"),
        transaction.atomic(),
    ):
        HashItem.objects.update(hash_list=other)


def test_whoever_sends_reaches_their_own_case_and_nothing_else(hash_list):
    reviewed = lists.listed(lists.new_list())
    report_id = factories.open_report(cast.platform("Exemplar Chat"))
    mine = stage.sent(stage.body())
    other = stage.sent(stage.body("another picture", token="7c" * 16))
    holder, theirs = (
        services.holder_of(receipt.code, receipt.pin, key=stage.KEY)
        for receipt in (mine, other)
    )
    with acting(holder):
        (case,), (file,) = Case.objects.all(), CaseFile.objects.all()
        assert (case.pk, file.case_id) == (holder.organization_id, case.pk)
        (item,) = HashItem.objects.all()
        assert item.pk == file.item_id
        assert {entry.item_id for entry in HashEntry.objects.all()} == {item.pk}
        assert list(HashList.objects.all()) == [hash_list]
        for model in (Report, Person, ReportedFile, Proposal, Organization):
            assert not model.objects.exists(), model
        # To call what people reviewed one's own gives no sight of it, and no say.
        CaseFile.objects.create(case=case, item_id=reviewed.pk, hashes=1)
        assert not HashItem.objects.filter(pk=reviewed.pk).update(state="withdrawn")
        assert not HashItem.objects.filter(pk=reviewed.pk).exists()
        for stranger in (
            lambda: CaseFile.objects.create(
                case_id=theirs.organization_id, item_id=new_ids(1)[0], hashes=1
            ),
            lambda: audit.record(theirs, "report.finished", f"report:{report_id}"),
            lambda: Case.objects.filter(pk=case.pk).update(pin_digest=b"another"),
            # What a reviewer suspends stays so: one's own can only be taken back.
            lambda: HashItem.objects.filter(pk=item.pk).update(state="active"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                stranger()
        transaction.set_rollback(True)
    assert services.withdraw(mine.code, mine.pin, key=stage.KEY, at=stage.AT) == 1
    assert standing(other).withdrawn_on is None


@pytest.mark.usefixtures("hash_list")
def test_what_changes_a_case_waits_for_what_is_being_sent(monkeypatch):
    """Else a file that comes while its case is taken back would stay on the list."""
    receipt = stage.sent(stage.body())
    done = []
    for name in ("stamp", "own_case", "items_of"):
        real = getattr(services, name)
        monkeypatch.setattr(
            services, name, lambda *a, n=name, do=real: (done.append(n), do(*a))[1]
        )
    known = (receipt.code, receipt.pin)
    services.renew(*known, key=stage.KEY, limits=stage.LIMITS, at=stage.AT)
    assert done == ["stamp", "own_case"]
    done.clear()
    later = stage.AT + timedelta(days=stage.LIMITS.kept_days + 1)
    services.expire_cases(cast.STAGE, at=later)
    assert done == ["stamp", "items_of"]
    done.clear()
    services.withdraw(*known, key=stage.KEY, at=later)
    assert done == ["stamp", "own_case", "items_of"]


def test_who_takes_a_picture_back_takes_back_what_reviewers_were_asked(hash_list):
    receipt = stage.sent(stage.body())
    with acting(cast.STAGE):
        item = HashItem.objects.get(basis="self-reported")
        asked = Proposal.objects.create(
            item=item,
            kind="reinstate",
            state="open",
            target=hash_list,
            made_at=stage.AT,
        )
    services.withdraw(receipt.code, receipt.pin, key=stage.KEY, at=stage.AT)
    with acting(cast.STAGE):
        asked.refresh_from_db()
    assert (asked.state, asked.closed_at) == ("dropped", stage.AT)


def test_as_the_public_nobody_reads_a_case_or_the_list(hash_list):  # noqa: ARG001
    stage.sent(stage.body())
    with acting(PUBLIC):
        for model in (Case, CaseFile, HarmlessHash, HashItem, HashEntry):
            assert not model.objects.exists()
