"""The page for integrators, as somebody reads it who writes a client from it alone."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from django.test import Client
from lxml import etree
from lxml import html as html_tree
from playwright.sync_api import expect, sync_playwright

from tests.browser import launched
from tests.leaving_out import left_out
from tests.material import picture
from tipline.intake import field_rules
from tipline.intake.field_rules_values import MAX_LENGTHS
from tipline.intake.profile import Profile
from tipline.intake.schema import schema_bytes
from tipline.intake.schema_reference import schema_reference
from tipline.intake.wire import read_report
from tipline.intake.wire_codes import WIRE_ANSWERS
from tipline.portals.platforms import documentation
from tipline.portals.platforms.rules import RULES

INTAKE = Path(field_rules.__file__).parent
XSD = "{http://www.w3.org/2001/XMLSchema}"


@pytest.fixture(scope="module")
def page():
    answer = Client(headers={"host": "localhost"}).get("/ispws/documentation")
    assert answer.status_code == 200
    return html_tree.document_fromstring(answer.content)


def codes(page):
    return {"".join(one.itertext()).removeprefix("@") for one in page.iter("code")}


def test_a_newcomer_reads_it_without_an_account(client):
    for path in ("/ispws", "/ispws/", "/ispws/documentation/index.html"):
        assert client.get(path).status_code == 200
    assert client.get("/ispws/xsd").status_code == 401


def test_every_element_attribute_type_and_value_of_the_schema_is_on_it(page):
    schema = etree.fromstring(schema_bytes())
    named = {
        node.get("name") for node in schema.iter(f"{XSD}element", f"{XSD}attribute")
    }
    values = {node.get("value") for node in schema.iter(f"{XSD}enumeration")} - {""}
    assert named | values <= codes(page) | {
        "".join(link.itertext()) for link in page.iter("a")
    }
    assert {f"type-{section.name}" for section in schema_reference()} <= {
        one.get("id") for one in page.iter("section")
    }


def test_every_link_within_the_page_leads_somewhere(page):
    targets = {one.get("id") for one in page.iter() if one.get("id")}
    links = [a.get("href") for a in page.iter("a") if a.get("href", "")[:1] == "#"]
    assert {link.removeprefix("#") for link in links} <= targets
    assert len(targets) == len([one for one in page.iter() if one.get("id")])


def test_the_reference_says_how_often_and_how_long():
    sections = {section.name: section for section in schema_reference()}
    details = {field.name: field for field in sections["fileDetails"].elements}
    assert details["fileId"].occurs == "1"
    assert details["ipCaptureEvent"].occurs == "0..1"
    assert details["originalFileHash"].occurs == "0+"
    assert details["potentialMeme"].instead_of == ("fileAnnotations",)
    assert sections["details"].elements[0].occurs == "1+"
    assert sections["internetDetails"].order == "choice"
    assert sections["fileAnnotations"].order == "all"
    assert sections["email"].text == "text"
    assert sections["associatedAccount"].attributes[0].occurs == "1"
    shown = [
        (section.name, field.name, field.max_length)
        for section in sections.values()
        for field in section.elements
        if field.max_length
    ]
    assert ("associatedAccount", "firstName", 256) in shown
    assert ("person", "firstName", 100) in shown
    assert {name.rpartition("/")[2] for name in MAX_LENGTHS} <= {
        name for _, name, _ in shown
    }


def test_every_code_is_on_it_with_its_status(page):
    for code, answer in WIRE_ANSWERS.items():
        said = " ".join(words_of(page, f"code-{int(code)}").split())
        assert said.startswith(f"{int(code)} {answer.http_status} {answer.name}")


def test_every_rule_is_on_it_and_no_other():
    sources = [*INTAKE.glob("field_rules*.py"), INTAKE / "incident_types.py"]
    sources.append(INTAKE / "annotations.py")
    used = {
        rule
        for source in sources
        for rule in re.findall(r'"([a-z]+(?:-[a-z]+)*\.[a-z-]+)"', source.read_text())
    }
    assert {rule.rule_id for rule in RULES} == used
    assert len(RULES) == len(used)


def test_it_says_whom_a_rule_refuses():
    said = {rule.rule_id: rule.profiles for rule in RULES}
    assert said["url.whitespace"] == "both"
    assert said["port.range"] == "strict"
    assert said["annotation.unknown"] == "never refused"


def test_the_examples_hold_in_the_strict_profile():
    receipt = documentation.example_receipt()
    assert receipt.warnings == ()
    assert receipt.designation is not None
    assert receipt.designation.kind == "referral"


def test_the_batched_example_holds_in_the_strict_profile():
    read = read_report(
        documentation.example("batched-report.xml").encode(),
        content_type="text/xml",
        profile=Profile.STRICT,
        at=documentation.example_receipt().received_at,
        own_reports=lambda named: named,
    )
    assert read.warnings == ()
    assert len(read.document.reported_persons) == 2


def test_the_first_report_works_as_it_is_written(product, tmp_path):
    if not shutil.which("curl"):
        left_out("the script needs curl: apt-get install curl")
    shown = html_tree.document_fromstring(
        httpx.get(f"{product.url}/ispws/documentation").content
    )
    for name in ("script", "report", "file-details"):
        text = text_of(shown, f"example-{name}")
        ending = "sh" if name == "script" else "xml"
        (tmp_path / f"{name}.{ending}").write_text(html.unescape(text))
    (tmp_path / "picture.jpg").write_bytes(picture(7, form="JPEG"))
    credential = product.add_platform("Documented Chat", test=True)
    done = subprocess.run(
        ["sh", "script.sh"],
        cwd=tmp_path,
        env={**os.environ, "AUTH": ":".join(credential.pair)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "<reportDoneResponse>" in done.stdout
    assert '"state": "finished"' in done.stdout
    assert '"isTest": true' in done.stdout
    assert set(re.findall(r'"(\w+)":', shown_receipt(shown))) <= set(
        re.findall(r'"(\w+)":', done.stdout)
    )


def shown_receipt(page):
    return text_of(page, "answer-receipt")


def words_of(page, name):
    (found,) = page.xpath("//*[@id=$name]", name=name)
    return " ".join(found.itertext())


def text_of(page, name):
    (found,) = page.xpath("//*[@id=$name]", name=name)
    return "".join(found.itertext())


@pytest.mark.browser
def test_it_fits_a_phone_and_its_examples_can_be_copied(product):
    with sync_playwright() as started:
        browser = launched(started)
        phone = browser.new_context(viewport={"width": 390, "height": 844})
        phone.grant_permissions(["clipboard-read", "clipboard-write"])
        page = phone.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{product.url}/ispws/documentation")
        page.get_by_role("button", name="Copy report.xml").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        width = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert copied == documentation.example("report.xml")
    assert width <= 390
    assert complaints == []
