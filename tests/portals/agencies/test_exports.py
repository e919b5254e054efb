"""Every table of the portal can be taken along, and tells nobody more than its page."""

import csv
import html
import io
import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from tests import cast, factories
from tests.architecture import tree
from tests.casework.test_working import HERE
from tests.deconfliction.test_meeting import (
    AT,
    DESK,
    SHARED,
    ZEDS_PLACE,
    digest,
    take_up,
    who,
)
from tests.material import report_xml
from tests.portals.agencies.test_frames import suggest
from tipline.casework import exporting
from tipline.deconfliction import services
from tipline.deconfliction.models import LookUp
from tipline.files.models import ReportedFile
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashEntry
from tipline.hashlist.services import load_list
from tipline.linking import searching
from tipline.linking.identifiers import Kind
from tipline.matching.models import Match, VideoMatch
from tipline.portals.agencies import tables

FORMULA = "=HYPERLINK(1)"
TITLED = {**exporting.TITLES, **tables.TITLES}
LINK = re.compile(r'href="(/agency/[^"]*export/[^"]*as=csv)"')
ARABIC = {"accept-language": "ar"}
SEARCH = "/agency/search/export"
LOOK_UP = "/agency/deconfliction/export"
# Each template with a table, and which one has the links beside it. The first is a
# choice of pages, and no table of anything; the next two are parts of a packet.
WHERE = {
    "drafts.html": None,
    "_ip_events.html": "_downloads.html",
    "_rows.html": "queue.html",
    "_figures_table.html": "figures.html",
    **{
        name: name
        for name in (
            "_evidence.html",
            "_frames.html",
            "_matches.html",
            "_places.html",
            "_videos.html",
            "cases.html",
            "compare.html",
            "due_dates.html",
        )
    },
}


def test_no_table_of_the_portal_was_forgotten():
    folder = tree.PACKAGE / "portals/agencies/templates/agencies"
    pages = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert {name for name, text in pages.items() if "<table" in text} == set(WHERE)
    for name in filter(None, WHERE.values()):
        is_packet = "'agencies:packet' contents.report_id 'ip-events'" in pages[name]
        assert is_packet or "'agencies:export" in pages[name], name


@pytest.fixture
def both():
    """The browsers of Lena, and of Zed of another agency."""
    return factories.browser_of(cast.lena()), factories.browser_of(cast.zed())


@pytest.fixture
def hers():
    """Two reports of Lena's on one account, whose screen name would be run."""
    return [
        factories.routed_report(
            cast.platform(),
            report_xml(**SHARED, screen_name=f"{FORMULA}{number}"),
            files=1,
        )
        for number in range(2)
    ]


@pytest.fixture
def his():
    """One of Zed's on the same account; he works on it and can be called."""
    body = report_xml(**SHARED, ip=ZEDS_PLACE, screen_name="red_kite")
    report_id = factories.routed_report(cast.platform(), body, files=0)
    take_up(cast.zed(), report_id)
    said = {**DESK, "contact": FORMULA}
    services.set_desk(who(cast.zed()), said=said, at=AT)
    return report_id


def in_csv(answer):
    """Read a table as CSV."""
    assert answer.status_code == 200, answer
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def in_xlsx(answer):
    """Read the only sheet of a workbook; none of its cells is a formula."""
    assert answer.status_code == 200, answer
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # n of those without text
    return sheet, [[cell or "" for cell in row] for row in sheet.values]


def newest_export():
    with acting(cast.STAGE):
        entry = Entry.objects.filter(action="table.exported").latest("pk")
    return entry.subject, json.loads(entry.details)


def offered_by(lena, *pages):
    """Give the links to CSV that pages have, by what they lead to."""
    found = [link for page in pages for link in LINK.findall(lena.get(page).text)]
    assert len(found) == len(set(found))
    return {
        link.partition("export/")[2].partition("?")[0]: html.unescape(link)
        for link in found
    }


def taken(lena, link):
    """Take a table along in both forms, which hold the same; give its lines."""
    head, *lines = in_csv(lena.get(link))
    book = lena.get(link.replace("as=csv", "as=xlsx"))
    sheet, (titles, *rows) = in_xlsx(book)
    assert titles == [str(TITLED.get(column, column)) for column in head]
    assert rows == [[cell.removeprefix("'") for cell in line] for line in lines]
    assert not [c for line in lines for c in line if c.startswith(("=", "+", "@"))]
    subject, details = newest_export()
    assert (details["form"], details["rows"]) == ("xlsx", len(lines))
    assert not sheet.sheet_view.rightToLeft
    # What programs read stays as it is in another language; the workbook turns.
    assert in_csv(lena.get(link, headers=ARABIC))[1:] == lines
    turned, (words, *_rows) = in_xlsx(
        lena.get(link.replace("as=csv", "as=xlsx"), headers=ARABIC)
    )
    assert turned.sheet_view.rightToLeft
    assert words != titles
    return subject, [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.django_db
def test_what_a_report_tells_is_taken_along_as_its_pages_show_it(both, hers):
    (lena, zed), (one, two) = both, hers
    lena.post(f"{HERE}reports/{one}/work", {"version": 1, "state": "in-work"})
    here = f"{HERE}reports/{one}/"
    links = offered_by(lena, here, f"{here}cluster/")
    found = {}
    for name, link in links.items():
        subject, found[name] = taken(lena, link)
        assert subject == f"report:{one}"
        assert zed.get(link).status_code == 404
    assert set(found) == {
        *("timeline", "log", "places"),
        *("cluster", "cluster-timeline", "cluster-shared"),
    }
    first = found["timeline"][0]
    assert first["time_utc"] == "2026-11-20T12:00:00Z"
    assert first["event"] == "Incident, as reported"
    assert "yes" in {line["by_agency"] for line in found["timeline"]}
    (done,) = found["log"]
    assert (done["done_by"], done["event"], done["detail"]) == (
        "Lena",
        "state",
        "in-work",
    )
    assert {line["report"] for line in found["cluster"]} == {str(one), str(two)}
    assert str(one) in found["cluster-shared"][0]["reports"]
    assert {"incident", "received"} <= {e["event"] for e in found["cluster-timeline"]}
    # These have no lines here, so nothing is offered; they exist all the same.
    for name in ("matches", "videos", "frames"):
        assert len(in_csv(lena.get(f"{here}export/{name}"))) == 1
    assert lena.get(f"{here}export/nonsense").status_code == 404


@pytest.mark.django_db
def test_what_files_met_is_taken_along(both, hers):
    (lena, _zed), (one, two) = both, hers
    said = [f"md5,{number:032x}" for number in range(2)]
    films = load_list(cast.STAGE, said, name=FORMULA, meaning="known", at=AT)
    near = suggest(one, films.list_id, frame_of="item", at_ms=62_000)
    on = {"report_id": one, "file": near.file, "matched_at": AT}
    with acting(cast.STAGE):
        entry = HashEntry.objects.exclude(pk=near.entry_id).get(hash_list=films.list_id)
        Match.objects.create(**on, entry=entry, algorithm="md5", distance=0)
        other = ReportedFile.objects.get(report_id=two).content
        VideoMatch.objects.create(
            **on,
            other=other,
            file_percent=60,
            other_percent=40,
            turn="mirrored",
            intervals={"file": [[1000, 3000]], "other": []},
        )
    links = offered_by(lena, f"{HERE}reports/{one}/")
    (frame,) = taken(lena, links["frames"])[1]
    assert "1:02" in frame["similar_to"]
    assert (frame["file"], frame["list"], frame["distance"]) == (
        "1",
        f"'{FORMULA}",
        "7",
    )
    assert frame["detail"].startswith("quality 88 of 100")
    (match,) = taken(lena, links["matches"])[1]
    assert (match["hash"], match["distance"]) == ("md5", "exact")
    assert match["sha256"] == near.file.sha256
    (video,) = taken(lena, links["videos"])[1]
    assert (video["other_sha256"], video["detail"]) == (other.sha256, "mirrored")
    assert "60 % of this file" in video["both_share"]
    assert "0:01" in video["both_share"]


@pytest.mark.django_db
def test_what_is_in_a_case_and_side_by_side_is_taken_along(both, hers, monkeypatch):
    (lena, zed), (one, two) = both, hers
    new = {"case_number": "2026-17", "title": "Paper lanterns"}
    case = lena.post(f"{HERE}cases/", new, follow=True).context["case"]
    here = f"{HERE}cases/{case.pk}/"
    marks = [f"{number}.1" for number in hers]
    lena.post(f"{HERE}change", {"mark": marks, "case": case.pk})
    lena.post(f"{here}task", {"title": f"{FORMULA}: ask"})
    lena.post(f"{HERE}change", {"mark": f"{one}.2", "state": "closed"})
    links = offered_by(lena, here, f"{HERE}compare/?report={one}&report={two}")
    found = {}
    for name, link in links.items():
        subject, found[name] = taken(lena, link)
        assert zed.get(link).status_code == 404
        assert subject.startswith("case:" if "cases/" in link else "organization:")
    assert found.keys() == {
        *("reports", "tasks", "evidence", "timeline", "log"),
        *("comparison", "shared"),
    }
    assert {line["report"]: line["state"] for line in found["reports"]} == {
        str(one): "closed",
        str(two): "new",
    }
    assert found["tasks"][0]["task"] == f"'{FORMULA}: ask"
    assert {line["report"] for line in found["evidence"]} == {str(one), str(two)}
    logged = [(line["event"], line["detail"]) for line in found["log"]]
    assert ("task", f"'{FORMULA}: ask") in logged
    fields = {line["field"]: line for line in found["comparison"]}
    assert fields["Incident time"][str(one)] == "2026-11-20T12:00:00Z"
    assert fields["Files"]["different"] == "no"
    assert fields["Reported people"]["different"] == "yes"
    assert fields["Reported people"][str(one)].startswith(f"'{FORMULA}0")
    assert "shared@example.net" in {line["value"] for line in found["shared"]}
    for wrong in (f"report={one}", f"report={one}&report=17", "report=x&report=y"):
        assert lena.get(f"{HERE}export/comparison?{wrong}").status_code == 404
    assert lena.get(f"{here}export/nonsense").status_code == 404
    monkeypatch.setattr(exporting, "ROWS_MOST", 1)
    assert len(in_csv(lena.get(links["evidence"]))) == 2  # the head, and one


@pytest.mark.django_db
def test_what_a_search_finds_is_taken_along_and_never_named(both, hers, his):
    (lena, zed), text = both, "Shared@example.net"
    page = lena.post(reverse("agencies:search"), {"text": text}).text
    assert f'action="{SEARCH}"' in page
    assert LINK.findall(page) == []
    answer = lena.post(SEARCH, {"text": text, "as": "csv"})
    head, *lines = in_csv(answer)
    found = [dict(zip(head, line, strict=True)) for line in lines]
    assert {line["report"] for line in found} == {str(number) for number in hers}
    assert {(f["kind"], f["value"]) for f in found} == {("email", "shared@example.net")}
    assert in_xlsx(lena.post(SEARCH, {"text": text, "as": "xlsx"}))[1][1:] == lines
    with acting(cast.STAGE):
        kept = Entry.objects.filter(
            action__in=("table.exported", "identifiers.searched")
        )
        assert not [e for e in kept if "example.net" in e.details + e.subject]
    assert "example" not in answer["Content-Disposition"]
    assert newest_export()[1]["table"] == "search"
    assert {line[3] for line in in_csv(zed.post(SEARCH, {"text": text}))[1:]} == {
        str(his)
    }
    assert len(in_csv(lena.post(SEARCH, {"text": "red_kite"}))) == 1
    # A name that a spreadsheet would run; more than the page shows of it.
    (line,) = in_csv(lena.post(SEARCH, {"text": f"{FORMULA}0"}))[1:]
    assert line[6].startswith("'=")
    shown = searching.search(who(cast.lena()), text, most=1).hits[0]
    assert (len(shown.reports), shown.report_count) == (1, 2)
    assert lena.get(SEARCH)["Location"] == reverse("agencies:search")
    assert lena.post(SEARCH, {"text": text, "as": "exe"}).status_code == 404


@pytest.mark.django_db
def test_whom_to_call_is_taken_along_by_asking_again(both, hers, his):
    (lena, zed), one = both, hers[0]
    others = f"{HERE}reports/{one}/others/export"
    assert len(in_csv(lena.post(others))) == 1  # who only has it learns of nobody
    take_up(cast.lena(), one)
    asked = reverse("agencies:others", args=[one])
    assert f'action="{others}"' in lena.post(asked).text
    (line,) = in_csv(lena.post(others))[1:]
    assert line[:3] == [cast.zed().organization.name, f"'{FORMULA}", "'+1 310 555 0100"]
    assert "email" in line[4].split()
    assert newest_export()[0] == f"report:{one}"
    assert str(his) not in str(line)
    assert zed.post(others).status_code == 404
    assert lena.get(others)["Location"] == reverse("agencies:report", args=[one])

    hit = digest(settings, Kind.EMAIL, "shared@example.net")
    sent = {"reference": "C-17", "digests": f"{hit}\n{'0' * 64}"}
    board = lena.post(reverse("agencies:deconfliction"), sent).text
    assert f'action="{LOOK_UP}"' in board
    lines = in_csv(lena.post(LOOK_UP, sent))[1:]
    assert [(line[0], line[2]) for line in lines] == [
        (hit, f"'{FORMULA}"),
        ("0" * 64, ""),
    ]
    with acting(cast.STAGE):
        assert [row.digests for row in LookUp.objects.all()] == [2, 2]
    assert lena.post(LOOK_UP, {**sent, "digests": "shared"}).status_code == 400
    assert lena.get(LOOK_UP)["Location"] == reverse("agencies:deconfliction")

    hers_to_take = offered_by(lena, reverse("agencies:deconfliction"))
    assert taken(lena, hers_to_take["look-ups"])[1][0]["reference"] == "C-17"
    his_to_take = offered_by(zed, reverse("agencies:deconfliction"))
    met = taken(zed, his_to_take["meetings"])[1]
    assert {(m["report"], m["look_up"], m["reference"]) for m in met} == {
        (str(his), "yes", "C-17"),
        (str(his), "no", ""),
    }
    assert str(one) not in str(met)
