"""A program works reports by the services of the portal, each thing once."""

import io
from datetime import UTC, datetime, timedelta

import docx
import pytest

from tests import cast, factories
from tests.portals.agencies.api.program import program
from tipline.casework import notes
from tipline.exchange import answering, jobs
from tipline.exchange.models import KeptAnswer
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena():
    return program(cast.lena(), name="CMS")


@pytest.fixture
def report_id():
    return factories.routed_report(cast.platform())


def test_a_program_works_a_report_from_first_to_last(lena, report_id):
    here = f"reports/{report_id}"
    (officer,) = lena.get("officers").json()["officers"]
    case = lena.post("cases", {"number": "2026-1", "title": "Abstract"}).json()["id"]
    again = lena.post("cases", {"number": "2026-1", "title": "Abstract"})
    assert again.json()["code"] == "case-number-taken"
    asked = {"version": 1, "state": "in-work", "case_id": case, "acknowledges": True}
    asked |= {"assignee": officer["id"], "due_on": "2030-01-01"}
    work = lena.post(f"{here}/work", asked).json()
    assert (work["version"], work["state"], work["case_id"]) == (2, "in-work", case)
    assert work["acknowledged_at"]
    assert {line["by"] for line in work["log"]} == {"CMS"}
    late = lena.post(f"{here}/work", asked)
    assert (late.status_code, late.json()["code"]) == (409, "changed-meanwhile")
    assert lena.post(f"{here}/notes", {"text": "Abstract."}).status_code == 201
    assert lena.get(f"{here}/notes").json()["notes"][0]["by"] == "CMS (Lena)"
    lena.post(f"cases/{case}/tasks", {"title": "Abstract", "assignee": officer["id"]})
    found = lena.get(f"cases/{case}").json()
    assert [each["report_id"] for each in found["reports"]] == [report_id]
    (task,) = found["tasks"]
    assert lena.post(f"tasks/{task['task_id']}/completion").json() == {"done": True}
    assert lena.get(f"cases/{case}").json()["tasks"][0]["done_at"]
    said = {"number": "2026-1", "title": "Abstract", "state": "closed"}
    changed = lena.post(f"cases/{case}", {**said, "version": found["version"]})
    assert changed.json()["state"] == "closed"
    change = {"reports": [{"report_id": report_id, "version": 2}]}
    bulk = lena.post("work", change | {"change": {"case_id": 0, "state": "closed"}})
    assert bulk.json() == {"done": [report_id], "left": []}
    page = factories.browser_of(cast.lena()).get(f"/agency/reports/{report_id}/").text
    assert "CMS (Lena)" in page
    assert program(cast.zed()).get(f"cases/{case}").status_code == 404


def test_a_program_reads_a_cases_evidence_list_and_log(lena, report_id):
    me = cast.lena().pk
    opened = {"number": "2026-1", "title": "Abstract", "lead": me}
    case = lena.post("cases", opened).json()["id"]
    change = {"version": 1, "case_id": case, "due_on": "2020-01-01"}
    lena.post(f"reports/{report_id}/work", change)
    (file,) = lena.get(f"cases/{case}/evidence").json()["files"]
    assert (file["report_id"], len(file["sha256"])) == (report_id, 64)
    assert (file["viewed_by_platform"], file["may_open"]) == (None, False)
    log = lena.get(f"cases/{case}").json()["log"]
    assert report_id in [each["report_id"] for each in log]
    (late,) = lena.get("reports?overdue=true&order=due").json()["reports"]
    assert late["report_id"] == report_id
    hers, nobodys = (lena.get(f"cases?officer={each}").json() for each in (me, 5))
    assert [each["case_id"] for each in hers["cases"]] == [case]
    assert nobodys["cases"] == []
    assert program(cast.zed()).get(f"cases/{case}/evidence").status_code == 404


def test_a_report_goes_to_another_agency_and_comes_back(lena, report_id):
    zed = program(cast.zed())
    offer = {"agencies": [cast.ZEDS_AGENCY], "kind": "share", "reason": "Abstract."}
    (number,) = lena.post(f"reports/{report_id}/handovers", offer).json()["handovers"]
    assert zed.get(f"reports/{report_id}").status_code == 404
    (waiting,) = zed.get("handovers").json()["handovers"]
    assert (waiting["state"], waiting["is_given"]) == ("offered", False)
    answer = f"handovers/{number}/answer"
    assert lena.post(answer, {"state": "accepted"}).json()["code"] == "handover-over"
    assert zed.post(answer, {"state": "accepted"}).json()["state"] == "accepted"
    assert zed.get(f"reports/{report_id}").status_code == 200
    chain = zed.get(f"reports/{report_id}/work").json()["chain"]
    assert [step["state"] for step in chain] == ["accepted"]
    assert zed.post(answer, {"state": "returned"}).json()["code"] == (
        "handover-incomplete"
    )
    zed.post(answer, {"state": "returned", "reason": "Abstract."})
    assert zed.get(f"reports/{report_id}").status_code == 404


def test_an_agency_answers_clears_and_notes_dates_in_the_published_words(
    lena, report_id
):
    here = f"reports/{report_id}"
    bad = lena.post(f"{here}/answers", {"status": "solved"})
    assert bad.json()["errors"][0]["at"] == "/status"
    half = lena.post(f"{here}/answers", {"status": "closed"})
    assert half.json()["code"] == "answer-incomplete"
    said = {"status": "closed", "close_reason": "no-crime", "how_known": "Abstract."}
    (line,) = lena.get("reports?order=newest").json()["reports"]
    assert line["clearance"] is None
    assert lena.post(f"{here}/answers", said).json() == {"is_clearance_begun": True}
    (line,) = lena.get("reports?order=newest").json()["reports"]
    assert line["clearance"] == "said"
    (kept,) = lena.get(f"{here}/answers").json()["answers"]
    assert (kept["close_reason"], kept["way"]) == ("no-crime", "api")
    (cleared,) = lena.get(f"{here}/clearances").json()["clearances"]
    assert (cleared["ground"], cleared["is_own"]) == ("no-crime", True)
    found = {"verdict": "unfounded", "ground": "no-crime", "reason": "Abstract."}
    pending = lena.post(f"{here}/clearances", found)
    assert pending.json()["code"] == "clearance-pending"
    days = {"kind": "subpoena", "sent_on": "2026-11-01", "due_on": "2026-12-01"}
    request = lena.post(f"{here}/requests", days).json()["id"]
    assert request in [
        each["request_id"] for each in lena.get("due-dates").json()["due_dates"]
    ]
    closing = f"{here}/requests/{request}/closing"
    assert lena.post(closing, {"state": "answered"}).status_code == 200
    assert lena.post(closing, {"state": "answered"}).json()["code"] == "request-over"
    months = lena.get("figures?months=1").json()
    assert months["whole"]["received"] == 1


def test_the_names_that_drafts_may_use_are_explained_in_the_language_asked_for(lena):
    names = lena.get("drafts").json()
    assert names["values"]["report.number"] == "the report's number"
    assert "sha256" in names["lists"]["files"]
    spanish = lena.get("drafts?language=es").json()["values"]
    assert spanish["report.number"] == "el número del reporte"


def test_a_program_keeps_the_agencys_text_of_a_draft_and_goes_back(lena, report_id):
    here, zed = "drafts/first-report", program(cast.zed())
    shipped = lena.get(f"{here}?language=es").json()
    assert shipped["text"] == shipped["shipped"] != lena.get(here).json()["shipped"]
    assert (shipped["version"], shipped["is_own"]) == (0, False)
    assert lena.get(f"{here}?language=xx").status_code == 400
    refused = lena.post(here, {"text": "one\n{{ report.secret }}", "version": 0}).json()
    assert refused["code"] == "draft-text-faulty"
    assert refused["detail"].startswith("Line 2:")
    longest = lena.get("drafts").json()["longest_text"]
    too_long = {"text": "x" * (longest + 1), "version": 0}
    assert lena.post(here, too_long).json()["errors"][0]["at"] == "/text"
    kept = lena.post(here, {"text": "# Own", "version": 0}).json()
    late = lena.post(here, {"text": "# Later", "version": 0})
    assert (late.status_code, late.json()["code"]) == (409, "changed-meanwhile")
    assert late.json()["detail"].startswith("CMS changed this at ")
    used = lena.get(here).json()
    assert (used["text"], used["version"]) == ("# Own", kept["version"])
    assert used["is_own"]
    made = io.BytesIO(lena.post(f"reports/{report_id}/packets/first-report").getvalue())
    assert [each.text for each in docx.Document(made).paragraphs] == ["Own"]
    assert zed.get(f"{here}/texts").json() == {"texts": []}
    back = {"text": " ", "version": kept["version"]}
    assert not lena.post(here, back).json()["is_own"]
    assert lena.get(here).json()["text"] == used["shipped"]
    texts = lena.get(f"{here}/texts").json()["texts"]
    assert [each["text"] for each in texts] == ["", "# Own"]
    assert lena.get("drafts/nonsense").status_code == 404


def test_a_request_that_comes_twice_is_done_once(lena, report_id):
    here, note = f"reports/{report_id}/notes", {"text": "Abstract."}
    first, again = (lena.post(here, note, idempotency_key="n-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(lena.get(here).json()["notes"]) == 1
    other = lena.post(here, {"text": "Another."}, idempotency_key="n-1")
    assert other.json()["code"] == "idempotency-key-reused"
    assert lena.post(here, note, idempotency_key="x" * 201).status_code == 400
    # What is refused is not kept: the same key tries again.
    case, key = {"number": "1", "title": "Abstract"}, {"idempotency_key": "c-1"}
    lena.post("cases", case)
    assert lena.post("cases", case, **key).status_code == 409
    with acting(cast.principal_of(cast.lena())):
        assert [row.key for row in KeptAnswer.objects.all()] == ["n-1"]
    later = datetime.now(UTC) + timedelta(hours=answering.HOURS, minutes=1)
    jobs.forget_answers.func(timestamp=int(datetime.now(UTC).timestamp()))
    assert "Idempotent-Replay" in lena.post(here, note, idempotency_key="n-1").headers
    jobs.forget_answers.func(timestamp=int(later.timestamp()))
    done = lena.post(here, note, idempotency_key="n-1")
    assert "Idempotent-Replay" not in done.headers
    # Another program's keys are its own.
    twin = program(cast.lena(), name="twin")
    done = twin.post(here, note, idempotency_key="n-1")
    assert "Idempotent-Replay" not in done.headers


def test_what_officers_keep_to_themselves_no_program_reads(lena, report_id):
    officer, at = cast.principal_of(cast.lena()), cast.NOW
    notes.note_on_report(officer, report_id, "Only mine.", is_private=True, at=at)
    assert lena.get(f"reports/{report_id}/notes").json() == {"notes": []}
    refused = lena.post(f"reports/{report_id}/notes", {"text": "x", "is_private": True})
    assert refused.json()["errors"][0]["at"] == "/is_private"
    for body in (b"{", b"\xff", b"[]", b'{"text": "\\u0000"}', b'{"text": 5}'):
        assert lena.send(
            "POST", f"reports/{report_id}/notes", data=body
        ).status_code == (400)


def test_deconfliction_tells_a_program_what_it_tells_officers(lena, report_id):
    assert lena.post(f"reports/{report_id}/neighbours").json() == {
        "neighbours": [],
        "is_somebody_there": False,
    }
    asked = {"digests": ["a" * 64], "reference": "2026-1"}
    assert lena.post("look-ups", asked).json()["met"]["a" * 64]["neighbours"] == []
    plain = lena.post("look-ups", asked | {"digests": ["somebody@example.org"]})
    assert plain.json()["code"] == "look-up-incomplete"
    assert lena.get("look-ups").json() == {"notices": []}
