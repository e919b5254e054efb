"""A hash that comes to a list finds the report that brought its file long before."""

import hashlib
import io
import time

from PIL import Image

from tests.material import picture, report_xml

PATIENCE_SECONDS = 60


def send(reporter, content: bytes) -> int:
    answer = reporter.post("/submit", content=report_xml(user_id=f"u-{time.time_ns()}"))
    report_id = int(answer.text.partition("<reportId>")[2].partition("<")[0])
    files = {"file": ("a.png", content)}
    assert reporter.post("/upload", data={"id": report_id}, files=files).is_success
    assert reporter.post("/finish", data={"id": report_id}).is_success
    return report_id


def until(product, report_id: int, wanted):
    """Wait until a report is as wanted, and give what is known of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        facts = product.tipline("report", "show", str(report_id))
        if wanted(facts):
            return facts
        time.sleep(0.2)
    raise AssertionError(facts)


def is_through(facts) -> bool:
    return bool(facts["referrals"])


def has_match(facts) -> bool:
    return bool(facts["files"][0]["matches"])


def test_a_partners_list_finds_an_old_report_and_a_turned_copy_of_it(product, tmp_path):
    credential = product.add_platform("Later Chat")
    content = picture(4711, size=(640, 480))
    turned = io.BytesIO()
    image = Image.open(io.BytesIO(content))
    image.transpose(Image.Transpose.TRANSPOSE).save(turned, "PNG")
    with product.reporter(credential) as reporter:
        reports = [send(reporter, each) for each in (content, turned.getvalue())]
    before = [until(product, each, is_through) for each in reports]
    assert not any(map(has_match, before))
    # On no list, but seen before: the turned copy names the first report.
    (seen,) = before[1]["files"][0]["seen_in"]
    assert seen["report_ids"] == [reports[0]]
    assert seen["turn"] == "mirrored-turned-left"
    pdq = before[0]["files"][0]["inspection"]["pdq"][0]["value"]
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    lines = tmp_path / "list.csv"
    lines.write_text(f"md5,{md5}\npdq,{pdq}\n")
    swept = product.tipline("hashlist", "sweeps")
    product.tipline(
        "hashlist", "load", str(lines), "--name", "Later", "--meaning", "invented"
    )
    found = [until(product, each, has_match) for each in reports]
    kinds = [{m["algorithm"] for m in each["files"][0]["matches"]} for each in found]
    assert kinds == [{"md5", "pdq"}, {"pdq"}]
    assert product.tipline("hashlist", "sweeps") == swept
