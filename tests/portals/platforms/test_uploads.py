"""Files as platforms send them: every way to form an upload, and every odd name."""

import hashlib
import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests import cast
from tests.portals.platforms.reporter import JPEG, Reporter, file_details, multipart
from tipline.files import keeping
from tipline.files.models import ReportedFile
from tipline.files.services import new_file_id
from tipline.foundation.policy.scope import acting
from tipline.intake import platforms
from tipline.intake.models import Submission
from tipline.intake.profile import Profile
from tipline.portals.platforms.multipart import (
    BrokenFormError,
    PartHead,
    clean_file_name,
    read_parts,
)


@pytest.fixture
def reporter():
    return Reporter(cast.platform())


def kept(answer):
    assert answer.outcome == (200, 0), answer.body
    with acting(cast.STAGE):
        return ReportedFile.objects.get(file_id=answer.file_id)


def content_of(file):
    return b"".join(keeping.pieces_of(file))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"--x-boundary-x", b"\r\n--x-boundary-", bytes(3_000_000), JPEG],
)
def test_a_file_is_kept_as_it_was_sent_and_never_in_clear(reporter, content):
    answer = reporter.upload(reporter.open(), content)
    file = kept(answer)
    assert content_of(file) == content
    assert file.size_bytes == len(content)
    assert (
        answer.text("hash") == hashlib.md5(content, usedforsecurity=False).hexdigest()
    )
    assert file.sha1 == hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    objects = settings.ENVIRONMENT.data / "files" / "objects"
    (path,) = objects.glob(f"*/{file.stored['object_id']}")
    sealed = path.read_bytes()
    assert len(content) < 16 or content[:16] not in sealed


@pytest.mark.django_db
def test_the_file_may_come_before_the_id(reporter):
    report_id = reporter.open()
    parts = [("file", "a.jpg", JPEG), ("other", None, "x"), ("id", None, report_id)]
    answer = reporter.send(
        "/upload", [(a, b, c if a == "file" else str(c)) for a, b, c in parts]
    )
    assert content_of(kept(answer)) == JPEG


NAMES = {
    "photo.jpg": "photo.jpg",
    "": "",
    None: "",
    "..": "",
    "../../etc/passwd": "passwd",
    "C:\\Users\\a\\photo.jpg": "photo.jpg",
    "/": "",
    "a\x00b.jpg": "ab.jpg",
    "two\nlines": "twolines",
    "r\u202egpj.exe": "rgpj.exe",
    "\u05d0\u05d1.jpg": "\u05d0\u05d1.jpg",
    "b\u00fccher \U0001f600.png": "b\u00fccher \U0001f600.png",
    "semi;colon=.jpg": "semi;colon=.jpg",
    'quo\\"ted.jpg': 'quo"ted.jpg',
    "<script>&.jpg": "<script>&.jpg",
    "n" * 5000: "n" * 2056,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "own"), NAMES.items(), ids=range(len(NAMES)))
def test_no_name_keeps_a_file_out(reporter, sent, own):
    file = kept(reporter.upload(reporter.open(), name=sent))
    assert file.file_name == own
    assert content_of(file) == JPEG


@pytest.mark.django_db
def test_a_name_in_the_extended_notation(reporter):
    body, kind = multipart(
        [("id", None, str(reporter.open())), ("file", "a.jpg", JPEG)]
    )
    extended = b"filename=\"a.jpg\"; filename*=UTF-8''b%C3%BCcher.jpg"
    body = body.replace(b'filename="a.jpg"', extended)
    answer = reporter.call("POST", "/upload", body, kind=kind)
    assert kept(answer).file_name == "b\u00fccher.jpg"


@pytest.mark.django_db
def test_a_lost_answer_to_an_upload_makes_no_second_file(reporter):
    report_id = reporter.open()
    first = reporter.upload(report_id)
    assert reporter.upload(report_id).file_id == first.file_id
    other_name = reporter.upload(report_id, name="b.jpg")
    assert other_name.file_id != first.file_id
    reporter.fileinfo(report_id, first.file_id)
    after = reporter.upload(report_id)
    assert after.file_id not in {first.file_id, other_name.file_id}


@pytest.mark.django_db
def test_the_same_bytes_from_two_platforms_are_two_files_under_two_keys(reporter):
    neighbor = Reporter(cast.platform("Sample Social"))
    one, other = (kept(each.upload(each.open())) for each in (reporter, neighbor))
    assert one.sha256 == other.sha256
    assert one.file_id != other.file_id
    assert one.stored["wrapped_key"] != other.stored["wrapped_key"]
    assert one.stored["object_id"] != other.stored["object_id"]


@pytest.mark.django_db
def test_what_was_not_said_stays_unsaid(reporter):
    report_id = reporter.open()
    uploaded = reporter.upload(report_id)
    reporter.fileinfo(
        report_id, uploaded.file_id, "<fileViewedByEsp>false</fileViewedByEsp>"
    )
    file = kept(uploaded)
    assert file.viewed_by_platform is False
    assert file.exif_viewed_by_platform is None
    assert file.publicly_available is None


@pytest.mark.django_db
def test_details_sent_again_are_one_and_other_details_replace_them(reporter):
    report_id = reporter.open()
    uploaded = reporter.upload(report_id)
    for inner in ("", "", "<publiclyAvailable>true</publiclyAvailable>"):
        answer = reporter.fileinfo(report_id, uploaded.file_id, inner)
        assert answer.outcome == (200, 0)
    assert kept(uploaded).publicly_available is True
    with acting(cast.STAGE):
        sent = Submission.objects.filter(report_id=report_id, kind="fileinfo")
        assert sent.count() == 2


@pytest.mark.django_db
def test_a_strict_platform_describes_a_file_once(reporter):
    platforms.set_profile(
        cast.STAGE,
        reporter.platform.organization.pk,
        profile=Profile.STRICT,
        viewed_definition="",
        at=cast.NOW,
    )
    report_id = reporter.open()
    uploaded = reporter.upload(report_id)
    said = "<publiclyAvailable>true</publiclyAvailable>"
    assert reporter.fileinfo(report_id, uploaded.file_id).outcome == (200, 0)
    assert reporter.fileinfo(report_id, uploaded.file_id).outcome == (200, 0)
    assert reporter.fileinfo(report_id, uploaded.file_id, said).outcome == (400, 4100)
    assert kept(uploaded).publicly_available is None


@pytest.mark.django_db
def test_details_of_a_file_that_is_not_there(reporter):
    report_id, other = reporter.open(), reporter.open()
    file_id = reporter.upload(other).file_id
    for wrong in (file_id, "0" * 32, "nonsense"):
        body = file_details(report_id, wrong)
        assert reporter.call("POST", "/fileinfo", body).outcome == (404, 5002)


def test_no_file_id_looks_like_a_number():
    for _ in range(2000):
        file_id = new_file_id()
        assert re.fullmatch("[0-9a-f]{32}", file_id)
        assert set(file_id) & set("abcdf")


class Pieces:
    """A body that arrives in pieces of these sizes, then one byte at a time."""

    def __init__(self, body, sizes):
        self.left, self.sizes = body, list(sizes)

    def read(self, most):
        size = min(most, self.sizes.pop(0) if self.sizes else 1)
        piece, self.left = self.left[:size], self.left[size:]
        return piece


CONTENT = st.lists(
    st.sampled_from([b"\r", b"\n", b"-", b"--x", b"x", b"\r\n--x", b"\x00", b"abc"])
).map(b"".join)


@given(
    st.lists(st.tuples(st.sampled_from(["id", "file"]), CONTENT), min_size=1),
    st.lists(st.integers(1, 40)),
)
def test_a_form_is_read_the_same_however_it_arrives(parts, sizes):
    body, kind = multipart(
        [(name, "a", content) for name, content in parts], boundary="xyz"
    )
    read = []
    for each in read_parts(Pieces(body, sizes), kind):
        if isinstance(each, PartHead):
            read.append((each.name, b""))
        else:
            read[-1] = (read[-1][0], read[-1][1] + each)
    assert read == parts


@given(st.binary(max_size=200), st.lists(st.integers(1, 20)))
def test_noise_is_a_broken_form(noise, sizes):
    with pytest.raises(BrokenFormError):
        list(read_parts(Pieces(noise, sizes), "multipart/form-data; boundary=xyz"))


@pytest.mark.parametrize(
    "kind",
    [
        'multipart/form-data; boundary="x y"',
        "Multipart/Form-Data; charset=utf-8; Boundary=xy",
        "multipart/form-data;boundary=xy; other=1",
    ],
)
def test_boundaries_as_clients_write_them(kind):
    boundary = "x y" if '"' in kind else "xy"
    body, _ = multipart([("id", None, "7")], boundary=boundary)
    preamble = b"This is a form.\r\n" + body
    read = list(read_parts(Pieces(preamble, [5]), kind))
    assert read == [PartHead("id", ""), b"7"]


def test_a_head_without_an_end_is_not_kept_in_memory():
    body = b"--xyz\r\nX: " + b"a" * 10_000_000
    source = Pieces(body, [len(body)] * 9)
    with pytest.raises(BrokenFormError):
        list(read_parts(source, "multipart/form-data; boundary=xyz"))
    assert len(source.left) > 9_000_000


@given(st.text())
def test_every_name_becomes_one_line_without_folders(name):
    own = clean_file_name(name)
    assert "/" not in own
    assert "\\" not in own
    assert own.isprintable()
    assert clean_file_name(own) == own
