"""A platform adds to a finished report, corrects it, and learns what it is then."""

import json

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from tests import cast
from tests.factories import browser_of
from tests.portals.platforms.reporter import Reporter, a_report, file_details
from tipline.files import keeping
from tipline.files.models import ReportedFile, StagedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.foundation.vault.errors import ObjectMissingError
from tipline.intake.models import Report, Supplement
from tipline.linking.models import IdentifierUse
from tipline.pipeline import journey
from tipline.supplementing import drop_waiting, take_up
from tipline.triage.models import Assessment

pytestmark = pytest.mark.django_db
CORRECTION = """<correction><of>{of}</of>{which}<field>{field}</field>{old}
<newValue>{new}</newValue></correction>"""


@pytest.fixture
def exemplar():
    return Reporter(cast.platform("Exemplar Chat"))


@pytest.fixture
def finished(exemplar):
    report_id = exemplar.open(a_report(email="old@example.net"))
    file_id = exemplar.upload(report_id).file_id
    exemplar.fileinfo(report_id, file_id, "<fileViewedByEsp>true</fileViewedByEsp>")
    assert exemplar.finish(report_id).status == 200
    return report_id


def supplement(report_id, inner="<additionalInfo>More.</additionalInfo>", *, why="x"):
    return (
        f"<supplement><reportId>{report_id}</reportId><reason>{why}</reason>{inner}"
        "</supplement>"
    ).encode()


def correction(field, new, *, of="personOrUserReported", which="", old=None):
    said = f"<oldValue>{old}</oldValue>" if old is not None else ""
    return CORRECTION.format(of=of, which=which, field=field, old=said, new=new)


def send(reporter, body):
    return reporter.call("POST", "/supplement", body)


def stage(reporter, report_id, content=b"\x00 invented"):
    parts = [("id", None, str(report_id)), ("file", "b.jpg", content)]
    return reporter.send("/supplement/upload", parts)


def receipt_of(reporter, answer):
    path = answer.headers["Tipline-Receipt"].removeprefix("/ispws")
    return json.loads(reporter.get(path).body)


def kept(model, **wanted):
    with acting(cast.STAGE):
        return list(model.objects.filter(**wanted).order_by("pk"))


def problems(answer):
    return answer.text("responseDescription").splitlines()[1:]


def test_what_is_added_is_receipted_and_nothing_before_is_changed(exemplar, finished):
    (before,) = kept(Report, pk=finished)
    answer = send(exemplar, supplement(finished, "<victim><victimPerson/></victim>"))
    assert answer.outcome == (200, 0)
    assert answer.root.tag == "supplementResponse"
    assert answer.report_id == finished
    said = receipt_of(exemplar, answer)
    assert said["answer"].encode() == answer.body
    assert said["added"]["victim"] == 1
    assert said["completeness"]["score"] > said["completenessBefore"]
    assert answer.headers["Tipline-Completeness"] == str(said["completeness"]["score"])
    (after,) = kept(Report, pk=finished)
    for name in ("document", "receipt", "finish_answer", "completeness", "closed_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert len(after.current_document.victims) == 1
    assert exemplar.receipt(finished).body == exemplar.receipt(finished).body
    (row,) = kept(Supplement, report_id=finished)
    assert bytes(row.body) == supplement(finished, "<victim><victimPerson/></victim>")
    (entry,) = kept(Entry, subject=f"report:{finished}", action="report.supplemented")
    assert entry.actor == exemplar.platform.principal.actor


def test_the_same_bytes_again_are_a_repeat(exemplar, finished):
    first, again = (send(exemplar, supplement(finished)) for _ in range(2))
    assert first.body == again.body
    assert first.headers["Tipline-Receipt"] == again.headers["Tipline-Receipt"]
    assert len(kept(Supplement, report_id=finished)) == 1
    assert send(exemplar, supplement(finished, why="other")).body != first.body


def test_a_corrected_value_is_kept_beside_the_one_that_was_sent(exemplar, finished):
    body = supplement(
        finished,
        correction("email", "new@example.net", old="old@example.net")
        + correction("screenName", ""),
    )
    answer = send(exemplar, body)
    assert answer.status == 200, answer.body
    said = receipt_of(exemplar, answer)["corrections"]
    assert [(c["field"], c["oldValue"], c["newValue"]) for c in said] == [
        ("email", "old@example.net", "new@example.net"),
        ("screenName", "blue_kite", None),
    ]
    (report,) = kept(Report, pk=finished)
    person = report.current_document.reported_persons[0]
    assert [e.address for e in person.person.emails] == ["new@example.net"]
    assert person.screen_name is None
    assert report.document["reported_persons"][0]["screen_name"] == "blue_kite"


def test_what_is_taken_back_leads_to_no_other_report_any_more(exemplar, finished):
    journey.func(report_id=finished)
    send(exemplar, supplement(finished, correction("email", "new@example.net")))
    take_up.func(report_id=finished)
    journey.func(report_id=finished)
    with acting(cast.STAGE):
        uses = IdentifierUse.objects.filter(
            report_id=finished, identifier__kind="email"
        )
        assert [use.original for use in uses] == ["new@example.net"]


def test_a_viewed_flag_is_corrected_and_the_file_closes(exemplar, finished):
    (file,) = kept(ReportedFile, report_id=finished)
    which = f"<fileId>{file.file_id}</fileId>"
    body = correction("fileViewedByEsp", "false", of="file", which=which)
    answer = send(exemplar, supplement(finished, body))
    assert receipt_of(exemplar, answer)["corrections"][0]["oldValue"] == "true"
    (after,) = kept(ReportedFile, report_id=finished)
    assert after.viewed_by_platform is False
    assert after.details == file.details
    assert after.corrected_details["viewed_by_platform"] is False


def test_a_further_file_waits_and_comes_with_its_supplement(exemplar, finished):
    staged = stage(exemplar, finished)
    assert staged.outcome == (200, 0)
    assert staged.text("hash")
    assert len(kept(ReportedFile, report_id=finished)) == 1
    details = file_details(finished, staged.file_id).decode()
    answer = send(exemplar, supplement(finished, details))
    assert answer.root.findtext("files/fileId") == staged.file_id
    assert receipt_of(exemplar, answer)["files"][0]["fileId"] == staged.file_id
    _, new = kept(ReportedFile, report_id=finished)
    assert (new.file_id, new.supplement_id) == (
        staged.file_id,
        int(answer.text("supplementId")),
    )
    assert b"".join(keeping.pieces_of(new)) == b"\x00 invented"
    assert kept(StagedFile, report_id=finished) == []


def test_the_journey_goes_on_from_the_files(exemplar, finished):
    journey.func(report_id=finished)
    details = file_details(finished, stage(exemplar, finished).file_id).decode()
    send(exemplar, supplement(finished, details))
    take_up.func(report_id=finished)
    journey.func(report_id=finished)
    assert all(file.content_id for file in kept(ReportedFile, report_id=finished))


def test_a_further_file_is_handed_out_though_the_report_ranks_as_before(
    exemplar, finished
):
    journey.func(report_id=finished)
    before = kept(Assessment, report_id=finished)
    pdf = stage(exemplar, finished, b"%PDF-1.7 invented")  # counts as no new picture
    details = file_details(finished, pdf.file_id).decode()
    send(exemplar, supplement(finished, details))
    take_up.func(report_id=finished)
    journey.func(report_id=finished)
    assert kept(Assessment, report_id=finished) == before
    ana, files = browser_of(cast.ana()), kept(ReportedFile, report_id=finished)
    for file in files:
        page = ana.post(reverse("console:next-file"))
        assert page.url == reverse("console:file", args=[file.content_id])
        ana.post(page.url, {"grade": "adults"})


def test_an_upload_is_repeated_like_any_other(exemplar, finished):
    first, again = (stage(exemplar, finished) for _ in range(2))
    assert first.body == again.body
    assert len(kept(StagedFile, report_id=finished)) == 1


def test_a_file_whose_supplement_never_comes_is_shredded(exemplar, finished):
    stage(exemplar, finished)
    (file,) = kept(StagedFile, report_id=finished)
    drop_waiting.func(timestamp=int(file.received_at.timestamp()) + 3600)
    assert kept(StagedFile, report_id=finished)
    drop_waiting.func(timestamp=int(file.received_at.timestamp()) + 90_000)
    assert kept(StagedFile, report_id=finished) == []
    with pytest.raises(ObjectMissingError):
        b"".join(keeping.pieces_of(file))


def test_an_escalation_that_comes_later_is_level_1(exemplar, finished):
    journey.func(report_id=finished)
    said = "<escalateToHighPriority>Abstract: now.</escalateToHighPriority>"
    send(exemplar, supplement(finished, said))
    take_up.func(report_id=finished)
    journey.func(report_id=finished)
    made = [row.priority for row in kept(Assessment, report_id=finished)]
    assert made[0] != "1"
    assert made[-1] == "1"
    send(exemplar, supplement(finished, correction("espIdentifier", "other")))
    take_up.func(report_id=finished)
    journey.func(report_id=finished)
    assert kept(Assessment, report_id=finished)[-1].priority == "1"


def test_a_report_can_be_said_to_be_mistaken(exemplar, finished):
    said = "<reportedInError>Abstract: another account.</reportedInError>"
    answer = send(exemplar, supplement(finished, said))
    told = receipt_of(exemplar, answer)
    assert told["reportedInError"] == "Abstract: another account."
    (row,) = kept(Supplement, report_id=finished)
    assert row.says_error


def test_every_problem_comes_in_one_answer(exemplar, finished):
    body = supplement(
        finished,
        "<victim><victimPerson><age>900</age></victimPerson></victim>"
        + correction("favoriteColor", "blue")
        + correction("age", "old")
        + correction("fileViewedByEsp", "true", of="file"),
        why=" ",
    )
    answer = send(exemplar, body)
    assert answer.outcome == (400, 4100)
    said = "\n".join(problems(answer))
    for words in ("'reason'", "0 and 150", "favoriteColor", "For 'age'", "'fileId'"):
        assert words in said, words
    assert kept(Supplement, report_id=finished) == []


def test_corrections_that_do_not_fit_the_report_are_all_named(exemplar, finished):
    body = supplement(
        finished,
        correction("screenName", "x", which="<number>7</number>")
        + correction("email", "x@example.net", old="nobody@example.net"),
    )
    answer = send(exemplar, body)
    assert answer.outcome == (400, 4100)
    assert len(problems(answer)) == 2
    assert all(line.startswith("[") for line in problems(answer))


def test_an_empty_supplement_is_refused(exemplar, finished):
    answer = send(exemplar, supplement(finished, ""))
    assert answer.outcome == (400, 4100)
    assert "adds nothing" in answer.text("responseDescription")


def test_an_open_report_takes_none_and_says_what_to_do(exemplar):
    report_id = exemplar.open()
    for answer in (
        send(exemplar, supplement(report_id)),
        stage(exemplar, report_id),
    ):
        assert answer.outcome == (400, 4000)
        assert "finish it" in answer.text("responseDescription")
    exemplar.retract(report_id)
    assert send(exemplar, supplement(report_id)).outcome == (409, 5101)


def test_a_strangers_report_answers_like_one_that_never_was(exemplar, finished):
    other = Reporter(cast.platform("Sample Social"))
    tester = Reporter(cast.platform("Exemplar Chat", is_test=True))
    nowhere = 4611686018427387904
    mine = send(exemplar, supplement(finished))
    number = mine.text("supplementId")
    for asker in (other, tester):
        for report_id in (finished, nowhere, 2**62):
            for answer in (
                send(asker, supplement(report_id)),
                stage(asker, report_id),
            ):
                assert answer.outcome == (404, 5001)
        hidden, absent = (asker.get(f"/supplements/{n}") for n in (number, nowhere))
        assert hidden.outcome == absent.outcome == (404, 5001)
        assert asker.get("/supplements/x").outcome == (404, 5001)
    assert len(kept(Supplement, report_id=finished)) == 1


def test_a_file_that_does_not_wait_cannot_be_brought(exemplar, finished):
    details = file_details(finished, "a" * 32).decode()
    assert send(exemplar, supplement(finished, details)).outcome == (404, 5002)
    staged = stage(exemplar, finished).file_id
    other = exemplar.open()
    exemplar.finish(other)
    details = file_details(other, staged).decode()
    assert send(exemplar, supplement(other, details)).outcome == (404, 5002)


def test_a_report_takes_a_hundred_supplements(exemplar, finished, monkeypatch):
    monkeypatch.setattr("tipline.intake.supplements.SUPPLEMENTS_MOST", 2)
    answers = [send(exemplar, supplement(finished, why=f"{n}")) for n in range(3)]
    assert [a.status for a in answers] == [200, 200, 400]
    assert send(exemplar, supplement(finished, why="1")).status == 200


def test_a_test_report_can_be_supplemented_and_goes_nowhere():
    tester = Reporter(cast.platform("Exemplar Chat", is_test=True))
    report_id = tester.open()
    tester.finish(report_id)
    answer = send(tester, supplement(report_id))
    assert answer.status == 200
    assert receipt_of(tester, answer)["isTest"] is True


def test_a_receipt_is_xml_for_who_asks_for_it(exemplar, finished):
    answer = send(exemplar, supplement(finished, correction("email", "n@example.net")))
    path = answer.headers["Tipline-Receipt"].removeprefix("/ispws")
    shown = exemplar.get(path, HTTP_ACCEPT="application/xml")
    assert shown.root.tag == "supplementReceipt"
    assert shown.root.findtext("corrections/correction/newValue") == "n@example.net"


@pytest.mark.parametrize("statement", ["UPDATE", "DELETE"])
def test_the_database_keeps_what_was_said(exemplar, finished, statement):
    send(exemplar, supplement(finished))
    sql = {
        "UPDATE": "UPDATE intake_supplement SET reason = 'x'",
        "DELETE": "DELETE FROM intake_supplement",
    }[statement]
    with (
        acting(cast.STAGE),
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
