"""An agency clears a file; a second person decides, and it leaves our lists."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from tests import cast, factories
from tests.hashlist import stage as lists
from tests.portals.platforms.hashsharing.test_entries import member_of, settle
from tests.portals.platforms.reporter import Reporter
from tests.review import stage as review
from tests.review.label_sets import csam
from tipline.clearance import queries, services
from tipline.clearance.errors import (
    ClearanceIncompleteError,
    ClearanceOverError,
    ClearancePendingError,
    OwnClearanceError,
)
from tipline.clearance.models import Clearance
from tipline.clearance.services import Disposing, Finding
from tipline.clearance.verdicts import GROUNDS, Ground, Verdict, problem_of
from tipline.files.models import ReportedFile
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.hashlist import reviewing
from tipline.hashlist.models import HashItem
from tipline.hashlist.reviewing import Look
from tipline.matching import proposing
from tipline.review.models import ContentLabels, ContentReview, Opinion

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, tzinfo=UTC)
LOOK = Look(sight="viewed-original", statement="Opened at the desk.")


def finding(file_ids=(), *, verdict="not-csam", ground="adults", reason="abstract"):
    return Finding(verdict=verdict, ground=ground, file_ids=file_ids, reason=reason)


def who(person):
    return cast.principal_of(person)


def confirmed(person, said):
    disposal = "purge" if said.verdict == "unfounded" else "keep"
    disposing = Disposing(disposal=disposal)
    return services.confirm(who(person), said.pk, disposing=disposing, at=AT)


@pytest.fixture
def chat():
    return cast.platform("Exemplar Chat")


@pytest.fixture
def report(chat):
    return factories.routed_report(chat)


@pytest.fixture
def file(report):
    with acting(cast.STAGE):
        return ReportedFile.objects.select_related("content").get(report_id=report)


def listed(report, file, *, by=None):
    """Put the file on an own list, by three people."""
    list_id = lists.new_list().pk
    proposable = proposing.proposable(who(cast.ana()), report, file.file_id)
    made = proposing.propose_file(
        who(cast.ana()),
        proposable,
        list_id=list_id,
        classification="A1",
        look=LOOK,
        at=AT,
    )
    for person in (cast.sven(), cast.mira())[: 2 if by is None else by]:
        reviewing.review(who(person), made.pk, concurs=True, look=LOOK, at=AT)
    return made.item_id


def state_of(item_id):
    with acting(cast.STAGE):
        return HashItem.objects.get(pk=item_id).state


def told(platform, after=0):
    return Reporter(platform).get(f"/clearances?after={after}")


def test_an_agencys_word_withdraws_nothing_by_itself(report, file):
    item_id = listed(report, file)
    services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    assert state_of(item_id) == "active"


@pytest.mark.parametrize(
    ("decides", "state"), [(cast.ana, "suspended"), (cast.sven, "withdrawn")]
)
def test_what_is_confirmed_leaves_our_lists_by_their_rules(
    report, file, *, decides, state
):
    item_id = listed(report, file)
    said = services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    done = confirmed(decides(), said)
    assert done.items == (item_id,)
    assert state_of(item_id) == state


@pytest.mark.parametrize("decides", [cast.ana, cast.sven])
def test_it_is_a_tombstone_in_the_next_fetch_of_every_member(report, file, decides):
    item_id = listed(report, file)
    with acting(cast.STAGE):
        item = HashItem.objects.select_related("hash_list").get(pk=item_id)
    member = member_of(item.hash_list)
    settle(item.hash_list)
    assert member.poll()[1, item.entry_id] is not None
    said = services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    confirmed(decides(), said)
    settle(item.hash_list, by=2)
    assert member.poll()[1, item.entry_id] is None


def test_a_proposal_is_stopped_too(report, file):
    item_id = listed(report, file, by=0)
    said = services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    confirmed(cast.sven(), said)
    assert state_of(item_id) == "withdrawn"


def test_labels_stand_no_longer_and_every_opinion_stays(report, file):
    for person in (cast.ana(), cast.sven()):
        review.say(person, file.content, csam())
    with acting(cast.STAGE):
        assert ContentLabels.objects.filter(pk=file.content_id).exists()
    said = services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    done = confirmed(cast.ana(), said)
    assert done.contents == (file.content_id,)
    with acting(cast.STAGE):
        assert not ContentLabels.objects.filter(pk=file.content_id).exists()
        assert ContentReview.objects.get(pk=file.content_id).state == "senior"
        assert Opinion.objects.filter(content_id=file.content_id).count() == 2


def test_an_unfounded_report_says_nothing_of_its_files(report, file):
    item_id = listed(report, file)
    said = services.clear(
        who(cast.lena()),
        report,
        finding(verdict="unfounded", ground="wrong-account"),
        at=AT,
    )
    confirmed(cast.sven(), said)
    assert state_of(item_id) == "active"


def test_nobody_clears_a_report_alone(report, file):
    said = services.clear(who(cast.ana()), report, finding([file.file_id]), at=AT)
    with pytest.raises(OwnClearanceError):
        confirmed(cast.ana(), said)
    confirmed(cast.sven(), said)
    with pytest.raises(ClearanceOverError):
        services.decline(who(cast.mira()), said.pk, decision="x", at=AT)


def test_an_agency_says_it_once_until_it_is_decided(report, file):
    said = services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    with pytest.raises(ClearancePendingError):
        services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    services.decline(who(cast.ana()), said.pk, decision="abstract", at=AT)
    services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)


def test_an_agency_clears_nothing_that_it_does_not_have(report, file):
    for report_id in (report, 4611686018427387904):
        with pytest.raises(NotFoundError):
            services.clear(who(cast.zed()), report_id, finding([file.file_id]), at=AT)
    other = factories.routed_report(cast.platform("Sample Social"))
    with pytest.raises(NotFoundError):
        services.clear(who(cast.lena()), other, finding([file.file_id]), at=AT)


def test_the_platform_is_told_who_said_what_and_what_became_of_it(chat, report, file):
    said = services.clear(
        who(cast.lena()),
        report,
        finding([file.file_id], reason="an officer's words"),
        at=AT,
    )
    answer = told(chat)
    assert b"an officer's words" not in answer.body
    (first,) = answer.json()["clearances"]
    assert first["reportId"] == report
    assert first["saidBy"] == cast.lena().organization.name
    assert (first["state"], first["verdict"], first["ground"]) == (
        "said",
        "not-csam",
        "adults",
    )
    assert first["files"] == [file.file_id]
    confirmed(cast.ana(), said)
    (second,) = told(chat, answer.json()["next"]).json()["clearances"]
    assert second["state"] == "confirmed"
    assert told(chat, second["id"]).json()["clearances"] == []
    other = told(cast.platform("Sample Social")).json()
    assert other == {"clearances": [], "next": "0"}
    assert told(chat, "x").status == 400


def test_every_agency_that_has_the_report_reads_it(report, file):
    services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    assert len(queries.of_report(who(cast.lena()), report)) == 1
    assert queries.of_report(who(cast.zed()), report) == ()


def test_what_was_said_cannot_be_changed_or_deleted(report, file):
    services.clear(who(cast.lena()), report, finding([file.file_id]), at=AT)
    for sql in (
        "UPDATE clearance_clearance SET verdict = 'unfounded'",
        "DELETE FROM clearance_clearance",
        "DELETE FROM clearance_clearancenotice",
    ):
        with (
            acting(cast.STAGE),
            pytest.raises(ProgrammingError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_database_itself_asks_for_a_second_person(report, file):
    said = services.clear(who(cast.ana()), report, finding([file.file_id]), at=AT)
    with (
        acting(cast.STAGE),
        pytest.raises(Exception, match="second_person"),
        transaction.atomic(),
    ):
        Clearance.objects.filter(pk=said.pk).update(
            state="confirmed", decided_by=said.said_by, decided_at=AT
        )


@pytest.mark.parametrize(
    "wrong",
    [
        finding(),
        finding(["x"], ground="no-crime"),
        finding(["x"], verdict="odd"),
        finding(["x"], reason=" "),
    ],
)
def test_a_clearance_says_all_that_is_needed(report, wrong):
    with pytest.raises(ClearanceIncompleteError, match=r"Choose|Say"):
        services.clear(who(cast.lena()), report, wrong, at=AT)


@given(
    verdict=st.sampled_from(Verdict),
    ground=st.sampled_from(Ground),
    has_files=st.booleans(),
    reason=st.sampled_from(["", " ", "abstract"]),
)
def test_a_ground_goes_with_one_verdict(*, verdict, ground, has_files, reason):
    problem = problem_of(verdict, ground, has_files=has_files, reason=reason)
    if problem is None:
        assert ground in GROUNDS[verdict]
        assert reason.strip()
        assert has_files or verdict is Verdict.UNFOUNDED
    assert sum(ground in grounds for grounds in GROUNDS.values()) == 1
