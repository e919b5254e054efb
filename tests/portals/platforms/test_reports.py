"""A report from its first request to its last, as a platform goes through it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.intake.samples import report as small_report
from tests.portals.platforms.reporter import (
    FORM,
    XML,
    Reporter,
    a_report,
    file_details,
    multipart,
)
from tipline import pipeline, upkeep
from tipline.files import keeping
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.audit.verification import verify
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.errors import ObjectMissingError
from tipline.intake import platforms, queries
from tipline.intake import services as intake
from tipline.intake.errors import ReportRetractedError
from tipline.intake.models import Report, Submission
from tipline.intake.profile import Profile

pytestmark = pytest.mark.django_db

UNNAMED = 2**62


@pytest.fixture
def reporter():
    return Reporter(cast.platform())


@pytest.fixture
def neighbor():
    return Reporter(cast.platform("Sample Social"))


def row(report_id):
    with acting(cast.STAGE):
        return Report.objects.get(pk=report_id)


def actions(report_id):
    entries = Entry.objects.filter(subject=f"report:{report_id}").order_by("position")
    return [entry.action for entry in entries]


def files_in(answer):
    return [file.text for file in answer.root.find("files")]


def age(report_id, *, opened, changed):
    """Let a report have been opened and changed so long ago."""
    now = datetime.now(UTC)
    with acting(cast.STAGE):
        mine = Report.objects.filter(pk=report_id)
        mine.update(opened_at=now - opened, changed_at=now - changed)


def test_status_says_who_asks_from_where_and_no_report(reporter):
    answer = reporter.get("/status", REMOTE_ADDR="192.0.2.7")
    assert answer.text("responseDescription") == (
        f"Remote User : {reporter.platform.username}, Remote Ip : 192.0.2.7"
    )
    assert answer.text("reportId") is None


def test_the_schema_is_served_to_platforms(reporter):
    answer = reporter.get("/xsd")
    assert (answer.status, answer.content_type) == (200, XML)
    assert answer.root.tag == "{http://www.w3.org/2001/XMLSchema}schema"


def test_a_report_goes_through_all_seven_endpoints(reporter):
    submitted = reporter.submit()
    report_id = submitted.report_id
    assert submitted.outcome == (200, 0)
    assert submitted.text("responseDescription") == "Success"
    assert 0 < report_id < 2**53
    uploaded = reporter.upload(report_id)
    assert uploaded.outcome == (200, 0)
    assert uploaded.report_id == report_id
    assert re.fullmatch("[0-9a-f]{32}", uploaded.text("hash"))
    described = reporter.fileinfo(report_id, uploaded.file_id)
    assert (*described.outcome, described.report_id) == (200, 0, report_id)
    finished = reporter.finish(report_id)
    assert finished.root.tag == "reportDoneResponse"
    assert (*finished.outcome, finished.report_id) == (200, 0, report_id)
    assert files_in(finished) == [uploaded.file_id]
    for answer in (submitted, uploaded, described, finished):
        assert answer.content_type == XML
        assert len(answer.headers["Request-ID"]) == 32


def test_every_change_is_one_entry_in_a_chain_that_holds(reporter):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    reporter.fileinfo(report_id, file_id)
    reporter.finish(report_id)
    assert actions(report_id) == [
        "report.opened",
        "file.received",
        "file.described",
        "report.finished",
    ]
    retracted = reporter.open()
    reporter.upload(retracted)
    reporter.retract(retracted)
    assert actions(retracted)[2:] == ["files.shredded", "report.retracted"]
    assert verify().breaks == ()


def test_ids_are_taken_from_both_kinds_of_form(reporter):
    for path, name in (("/finish", "finished"), ("/retract", "retracted")):
        encoded, plain = reporter.open(), reporter.open()
        assert reporter.with_id(path, encoded).outcome == (200, 0)
        assert reporter.send(path, [("id", None, str(plain))]).outcome == (200, 0)
        assert {row(encoded).state, row(plain).state} == {name}


def test_an_id_may_say_that_it_is_text_and_arrive_in_pieces(reporter):
    body, kind = multipart([("id", None, str(reporter.open()))])
    typed = body.replace(b'"id"\r\n', b'"id"\r\nContent-Type: text/plain\r\n')
    answer = reporter.call("POST", "/finish", typed, kind=kind, CONTENT_LENGTH="")
    assert answer.outcome == (200, 0)


def test_a_document_without_a_length_is_read_whole(reporter):
    submitted = reporter.submit(CONTENT_LENGTH="")
    assert submitted.outcome == (200, 0)
    report_id = submitted.report_id
    uploaded = reporter.upload(report_id, CONTENT_LENGTH="")
    body = file_details(report_id, uploaded.file_id)
    answer = reporter.call("POST", "/fileinfo", body, CONTENT_LENGTH="")
    assert answer.outcome == (200, 0)
    form = f"id={report_id}".encode()
    answer = reporter.call("POST", "/finish", form, kind=FORM, CONTENT_LENGTH="")
    assert files_in(answer) == [uploaded.file_id]


@pytest.mark.parametrize("last", ["/finish", "/retract"])
def test_a_closed_report_takes_nothing_more(reporter, last):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    assert reporter.with_id(last, report_id).outcome == (200, 0)
    code = 5102 if last == "/finish" else 5101
    before = objects()
    for answer in every_change(reporter, report_id, file_id):
        assert answer.outcome == (409, code)
    assert objects() == before


def every_change(reporter, report_id, file_id):
    yield reporter.upload(report_id, b"something new")
    yield reporter.fileinfo(report_id, file_id)
    yield reporter.retract(report_id)
    yield reporter.finish(report_id)


def objects():
    return {name.object_id for name in keeping.vault()._storage.names()}


def test_a_report_of_another_platform_answers_like_one_that_is_not_there(
    reporter, neighbor
):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    assert_cannot_be_told_from_absent(neighbor, report_id, file_id)
    assert reporter.finish(report_id).outcome == (200, 0)
    assert_cannot_be_told_from_absent(neighbor, report_id, file_id)


def test_a_test_credential_lives_in_a_world_of_its_own(reporter):
    tester = Reporter(cast.platform(is_test=True))
    real, trial = reporter.open(), tester.open()
    real_file = reporter.upload(real).file_id
    trial_file = tester.upload(trial).file_id
    assert_cannot_be_told_from_absent(tester, real, real_file)
    assert_cannot_be_told_from_absent(reporter, trial, trial_file)


def assert_cannot_be_told_from_absent(stranger, report_id, file_id):
    hidden = list(every_change(stranger, report_id, file_id))
    absent = list(every_change(stranger, UNNAMED, file_id))
    for one, other in zip(hidden, absent, strict=True):
        assert one.outcome == (404, 5001)
        assert one.body == other.body.replace(
            str(UNNAMED).encode(), str(report_id).encode()
        )
    one, other = stranger.receipt(report_id), stranger.receipt(UNNAMED)
    assert one.outcome == (404, 5001)
    assert one.body == other.body.replace(
        str(UNNAMED).encode(), str(report_id).encode()
    )


def test_a_test_report_is_finished_and_goes_nowhere(reporter):
    before = ProcrastinateJob.objects.filter(task_name="journey").count()
    tester = Reporter(cast.platform(is_test=True))
    report_id = tester.open()
    answer = tester.finish(report_id)
    assert answer.outcome == (200, 0)
    assert "Tipline-Completeness" in answer.headers
    assert row(report_id).is_test
    jobs = ProcrastinateJob.objects.filter(task_name="journey")
    assert jobs.count() == before
    reporter.finish(reporter.open())
    assert jobs.count() == before + 1


def test_a_finished_report_starts_its_journey_once(reporter):
    report_id = reporter.open()
    reporter.finish(report_id)
    reporter.finish(report_id)
    jobs = ProcrastinateJob.objects.filter(task_name="journey")
    assert jobs.filter(args={"report_id": report_id}).count() == 1


@pytest.fixture
def during_finish(monkeypatch):
    """Lets something happen each time after a report was read to be finished."""

    def arrange(happen):
        read = pipeline.files.sent_report

        def read_and_let_happen(*asked):
            sent = read(*asked)
            happen()
            return sent

        monkeypatch.setattr(pipeline.files, "sent_report", read_and_let_happen)

    return arrange


def test_a_file_that_comes_while_a_report_is_finished_is_on_its_receipt(
    reporter, during_finish
):
    report_id = reporter.open()
    late = iter([b"late"])
    during_finish(
        lambda: [reporter.upload(report_id, content=each) for each in late],
    )
    finished = reporter.finish(report_id)
    with acting(cast.STAGE):
        kept = ReportedFile.objects.get(report_id=report_id).file_id
    assert files_in(finished) == [kept]
    assert reporter.receipt(report_id).body.find(kept.encode()) > 0


def test_a_report_that_never_stands_still_stays_open(reporter, during_finish):
    report_id = reporter.open()
    numbers = iter(range(100))
    during_finish(lambda: reporter.upload(report_id, content=b"%d" % next(numbers)))
    assert reporter.finish(report_id).outcome == (500, 1300)
    assert row(report_id).state == "open"
    assert not ProcrastinateJob.objects.filter(args={"report_id": report_id}).exists()


def test_every_addition_makes_another_version_of_a_report(reporter):
    report_id = reporter.open()
    age(report_id, opened=timedelta(0), changed=-timedelta(minutes=5))
    before = row(report_id).changed_at
    reporter.upload(report_id)
    assert row(report_id).changed_at > before


def test_what_was_sent_is_kept_letter_by_letter(reporter):
    body = b"\n<?xml version='1.0' encoding='utf-8'?>".strip() + a_report().split(
        b"?>", 1
    )[1].replace(b"blue_kite", "bl\u00fce  kite\t".encode())
    kind = "text/plain;charset=UTF-8"
    report_id = reporter.submit(body, kind=kind).report_id
    file_id = reporter.upload(report_id).file_id
    details = file_details(report_id, file_id, "<fileName>  a </fileName>")
    reporter.call("POST", "/fileinfo", details)
    reporter.finish(report_id)
    kept = queries.submissions(cast.STAGE, row(report_id))
    assert [(each.kind, bytes(each.body)) for each in kept] == [
        ("submit", body),
        ("fileinfo", details),
    ]
    assert kept[0].content_type == kind


def test_a_retracted_report_leaves_a_tombstone_and_no_bytes(
    reporter, django_capture_on_commit_callbacks
):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    with acting(cast.STAGE):
        stored = ReportedFile.objects.get(file_id=file_id).stored
    with django_capture_on_commit_callbacks(execute=True):
        assert reporter.retract(report_id).outcome == (200, 0)
    with acting(cast.STAGE):
        assert not Submission.objects.filter(report_id=report_id).exists()
        file = ReportedFile.objects.get(file_id=file_id)
    assert (file.stored, file.file_name) == ({}, "")
    assert row(report_id).document == {}
    with pytest.raises(ObjectMissingError):
        keeping.vault().open(keeping.from_row(stored))


def test_an_open_report_ends_a_day_after_opening_or_an_hour_after_its_last_change(
    reporter,
):
    day, hour, second = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
    for opened, changed, is_over in (
        (day - second, day - second, False),
        (day, day, True),
        (day * 3, hour - second, False),
        (day * 3, hour, True),
        (hour * 2, hour * 2, False),
    ):
        report_id = reporter.open()
        age(report_id, opened=opened, changed=changed)
        aged = row(report_id)
        at = aged.opened_at + opened
        principal = reporter.platform.principal
        with acting(principal):
            if is_over:
                with pytest.raises(ReportRetractedError):
                    intake.lock_open_report(principal, report_id, at=at)
            else:
                intake.lock_open_report(principal, report_id, at=at)


def test_an_expired_report_answers_as_retracted_before_and_after_it_is_swept(reporter):
    report_id = reporter.open()
    file_id = reporter.upload(report_id).file_id
    age(report_id, opened=timedelta(hours=25), changed=timedelta(hours=2))
    for answer in every_change(reporter, report_id, file_id):
        assert answer.outcome == (409, 5101)
    upkeep.expire_reports.func(timestamp=int(datetime.now(UTC).timestamp()))
    assert row(report_id).state == "expired"
    assert actions(report_id)[-1] == "report.expired"
    for answer in every_change(reporter, report_id, file_id):
        assert answer.outcome == (409, 5101)
    assert reporter.receipt(report_id).body.find(b'"expired"') > 0


def test_the_sweep_leaves_reports_that_still_have_time(reporter):
    fresh, changed, done = reporter.open(), reporter.open(), reporter.open()
    reporter.finish(done)
    age(changed, opened=timedelta(days=9), changed=timedelta(minutes=59))
    upkeep.expire_reports.func(timestamp=int(datetime.now(UTC).timestamp()))
    assert [row(each).state for each in (fresh, changed, done)] == [
        "open",
        "open",
        "finished",
    ]


def test_a_file_that_comes_late_gives_the_report_another_hour(reporter):
    report_id = reporter.open()
    age(report_id, opened=timedelta(days=2), changed=timedelta(minutes=50))
    assert reporter.upload(report_id).outcome == (200, 0)
    since = datetime.now(UTC) - row(report_id).changed_at
    assert since < timedelta(minutes=1)


BATCH = '<batchedReport reason="VIRAL_POTENTIAL_MEME"/>'
SHARED_BY = (
    "<personOrUserReported><espIdentifier>{}</espIdentifier></personOrUserReported>"
)
VIRAL = "<fileAnnotations><viral/></fileAnnotations>"


def a_batch():
    people = "".join(SHARED_BY.format(name) for name in ("u-1", "u-2", "u-3"))
    return small_report(first=BATCH, rest=people)


def test_a_batch_with_one_viral_file(reporter):
    report_id = reporter.open(a_batch())
    file_id = reporter.upload(report_id).file_id
    assert reporter.fileinfo(report_id, file_id, VIRAL).outcome == (200, 0)
    assert files_in(reporter.finish(report_id)) == [file_id]
    assert row(report_id).is_batched


def test_a_batch_with_two_files_cannot_be_finished_and_stays_open(reporter):
    report_id = reporter.open(a_batch())
    for content in (b"one", b"two"):
        reporter.upload(report_id, content)
    answer = reporter.finish(report_id)
    assert answer.outcome == (400, 4100)
    assert answer.report_id == report_id
    assert row(report_id).state == "open"
    assert reporter.retract(report_id).outcome == (200, 0)


def test_details_that_a_batch_may_not_have(reporter):
    report_id = reporter.open(a_batch())
    file_id = reporter.upload(report_id).file_id
    for inner in ("", "<originalFileName>a</originalFileName>" + VIRAL):
        set_profile(reporter, Profile.STRICT)
        assert reporter.fileinfo(report_id, file_id, inner).outcome == (400, 4100)


def set_profile(reporter, profile):
    platforms.set_profile(
        cast.STAGE,
        reporter.platform.organization.pk,
        profile=profile,
        viewed_definition="",
        at=cast.NOW,
    )


LOOSE = "Online Enticement of Children for Sexual Act"


def test_what_a_lenient_reader_warns_of_a_strict_one_refuses(reporter):
    lenient = reporter.submit(small_report(incident_type=LOOSE))
    assert lenient.outcome == (200, 0)
    kept = row(lenient.report_id)
    assert kept.incident_type == LOOSE + "s"
    assert [warning["rule_id"] for warning in kept.warnings]
    set_profile(reporter, Profile.STRICT)
    strict = reporter.submit(small_report(incident_type=LOOSE))
    assert strict.outcome == (400, 4100)
    assert "[1," in strict.text("responseDescription")


def test_marks_of_a_newer_schema_are_kept_and_warned_about(reporter):
    marks = "<reportAnnotations><sextortion/><newFromNextYear/></reportAnnotations>"
    answer = reporter.submit(small_report(marks))
    assert answer.outcome == (200, 0)
    kept = row(answer.report_id)
    assert "annotation.unknown" in {each["rule_id"] for each in kept.warnings}
    assert "newFromNextYear" in str(kept.document)
    receipt = reporter.receipt(answer.report_id)
    assert b"newFromNextYear" in receipt.body


def test_a_lost_answer_to_submit_opens_no_second_report(reporter, neighbor):
    body = a_report()
    first = reporter.open(body)
    assert reporter.open(body) == first
    assert neighbor.open(body) != first
    tester = Reporter(cast.platform(is_test=True))
    assert tester.open(body) != first
    assert actions(first) == ["report.opened"]
    reporter.upload(first)
    second = reporter.open(body)
    assert second != first
    reporter.finish(second)
    assert reporter.open(body) not in {first, second}


def test_a_repeat_of_a_report_whose_time_is_over_opens_another(reporter):
    body = a_report()
    first = reporter.open(body)
    age(first, opened=timedelta(hours=25), changed=timedelta(hours=25))
    second = reporter.open(body)
    assert reporter.finish(second).outcome == (200, 0)
