"""A program keeps the saved filters and columns of its officer, and reads by them."""

from urllib.parse import urlencode

import pytest

from tests import cast, factories
from tests.portals.agencies.api.program import program
from tipline.casework import views
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting
from tipline.portals.agencies.columns import USUAL

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "order": "newest",
    "priority": "3",
    "designation": "referral",
    "incident_type": "Online Enticement of Children for Sexual Acts",
    "state": "new",
    "assignee": 0,
    "case_id": 5,
    "number": 7,
    "unopened": True,
    "supplemented": True,
    "overdue": True,
    "text": "abstract words",
}


@pytest.fixture
def lena():
    return program(cast.lena(), name="CMS")


@pytest.fixture
def paul():
    """A colleague of Lena's, as the services know him."""
    with acting(cast.STAGE):
        made = Person.objects.create(
            name="Paul",
            email="paul@example.org",
            role="officer",
            organization=cast.lena().organization,
            created_at=cast.YESTERDAY,
        )
    return cast.principal_of(made)


def named(caller):
    found = caller.get("saved-filters").json()["saved_filters"]
    return {each["name"]: each for each in found}


def read(caller, saved, **more):
    query = urlencode({"saved_filter": saved["filter_id"], **more})
    answer = caller.get(f"reports?{query}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_a_filter_comes_back_as_it_was_kept_and_is_the_portals(lena):
    asked = {"name": " Of  mine ", "filters": EVERYTHING, "is_shared": True}
    kept = lena.post("saved-filters", asked).json()
    assert kept["filters"] == EVERYTHING
    assert (kept["name"], kept["is_shared"], kept["is_own"]) == ("Of mine", True, True)
    plain = lena.post("saved-filters", {"name": "Of mine", "filters": {}}).json()
    assert plain["filter_id"] == kept["filter_id"]  # replaced, as in the portal
    assert set(plain["filters"].values()) == {"urgent", None, False, ""}
    me = {"assignee": "me", "order": "due"}
    lena.post("saved-filters", {"name": "Of mine", "filters": me})
    page = factories.browser_of(cast.lena()).get("/agency/").text
    assert 'href="/agency/?order=due&amp;assignee=me"' in page
    removal = f"saved-filters/{kept['filter_id']}/removal"
    assert program(cast.zed()).post(removal).status_code == 404
    assert lena.post(removal).json() == {"done": True}
    assert lena.post(removal).status_code == 404
    assert named(lena) == {}


def test_the_list_is_read_by_a_saved_filter(lena, paul):
    platform = cast.platform()
    first, second = (factories.routed_report(platform, files=0) for _ in range(2))
    filters = {"order": "newest", "text": "quiet"}
    none = lena.post("saved-filters", {"name": "None", "filters": filters}).json()
    assert read(lena, none)["reports"] == []
    newest = {"name": "Newest", "filters": {"order": "newest"}}
    kept = lena.post("saved-filters", newest).json()
    page = read(lena, kept, limit=1)
    assert [each["report_id"] for each in page["reports"]] == [second]
    page = read(lena, kept, limit=1, after=page["next_after"])
    assert [each["report_id"] for each in page["reports"]] == [first]
    # What is new as of now is not yet in a list that is followed.
    oldest = {"name": "Oldest", "filters": {"order": "oldest"}}
    kept = lena.post("saved-filters", oldest).json()
    assert read(lena, kept)["reports"] == []
    both = lena.get(f"reports?saved_filter={kept['filter_id']}&priority=1")
    assert both.json()["code"] == "body-not-valid"
    # A colleague's own is not there; one that is shared says whose `me` is.
    own = views.save_view(paul, "Own", "state=new", is_shared=False)
    shared = views.save_view(paul, "Mine", "assignee=me", is_shared=True)
    work = {"version": 1, "assignee": cast.lena().pk}
    lena.post(f"reports/{first}/work", work)
    found = named(lena)
    assert "Own" not in found
    assert not found["Mine"]["is_own"]
    assert [each["report_id"] for each in read(lena, found["Mine"])["reports"]] == [
        first
    ]
    assert lena.get(f"reports?saved_filter={own.view_id}").status_code == 404
    assert lena.post(f"saved-filters/{shared.view_id}/removal").status_code == 404
    zed = program(cast.zed())
    assert zed.get(f"reports?saved_filter={shared.view_id}").status_code == 404
    assert named(zed) == {}


def test_what_the_portal_would_pass_over_is_refused(lena):
    for wrong in (
        {"priority": "9"},
        {"incident_type": "nonsense"},
        {"assignee": "somebody"},
        {"assignee": 10**17},
        {"number": 0},
        {"text": "\u0000"},
        {"query": "priority=1"},
    ):
        refused = lena.post("saved-filters", {"name": "Wrong", "filters": wrong})
        assert refused.json()["code"] == "body-not-valid", wrong
    for name, text in ((" ", ""), ("Long", "ก" * 200)):
        said = {"name": name, "filters": {"text": text}}
        refused = lena.post("saved-filters", said)
        assert refused.json()["code"] == "casework-incomplete", name
    # What was typed into an address of the portal is told as it is read there.
    officer = cast.principal_of(cast.lena())
    query = "priority=9&number=abc&assignee=x&text=%00"
    views.save_view(officer, "Typed", query, is_shared=False)
    said = named(lena)["Typed"]["filters"]
    assert (said["priority"], said["number"], said["text"]) == (None, 0, "\u0000")
    assert read(lena, named(lena)["Typed"])["reports"] == []
    lena.post(f"saved-filters/{named(lena)['Typed']['filter_id']}/removal")
    for number in range(views.VIEWS_MOST):
        views.save_view(officer, f"Filter {number}", "", is_shared=False)
    one_more = lena.post("saved-filters", {"name": "One more", "filters": {}})
    assert "Remove one first" in one_more.json()["detail"]
    reader = program(cast.lena(), ("token-read",))
    assert len(named(reader)) == views.VIEWS_MOST
    again = {"name": "Filter 0", "filters": {}}
    assert reader.post("saved-filters", again).status_code == 403


def test_a_program_chooses_the_columns_of_its_officer(lena):
    assert lena.get("columns").json()["columns"] == list(USUAL)
    chosen = lena.post("columns", {"columns": ["due", "files"]}).json()
    assert chosen["columns"] == ["files", "due"]
    assert "available" in chosen["offered"]
    browser = factories.browser_of(cast.lena())
    assert browser.get("/agency/").context["columns"] == ("files", "due")
    assert lena.post("columns", {"columns": ["secret"]}).status_code == 400
    assert lena.post("columns", {"columns": []}).json()["columns"] == list(USUAL)
