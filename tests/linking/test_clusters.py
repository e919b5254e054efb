"""Clusters from reports that arrived: how they come, what they say, who moves them."""

from datetime import UTC, datetime

import pytest

from tests import cast, factories
from tests.linking.test_links import about
from tests.material import report_xml
from tipline import pipeline
from tipline.foundation.policy.scope import acting
from tipline.linking import cluster_reading as reading
from tipline.linking import clusters
from tipline.linking.errors import (
    ClusterNotFoundError,
    LinkedReportNotFoundError,
    NotInClusterError,
    OtherReportMissingError,
    ReasonMissingError,
    SameClusterError,
)
from tipline.linking.models import Cluster, ClusterStay

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHY = "Same handwriting in both."


def home(report_id):
    return reading.cluster_of(cast.STAGE, report_id)


def ana():
    return cast.principal_of(cast.ana())


def read(cluster_id):
    return reading.read_cluster(ana(), cluster_id)


def test_reports_on_one_account_make_a_cluster_that_says_why():
    first, second = about(1), about(2, email="1@example.net")
    about(3)
    cluster_id = home(first)
    assert cluster_id == home(second)
    found = read(cluster_id)
    assert [member.report_id for member in found.members] == [second, first]
    shared = {(each.kind, each.value): each for each in found.shared}
    email = shared["email", "1@example.net"]
    assert (email.strength, email.shared_by) == ("strong", 2)
    assert set(email.report_ids) == {first, second}
    assert found.members[0].points == 3  # the mailbox, and a page that three name
    kinds = {(event.report_id, event.kind) for event in found.events}
    assert {(first, "incident"), (second, "received"), (first, "ip")} <= kinds
    assert [e.at for e in found.events] == sorted(e.at for e in found.events)
    with acting(cast.STAGE):
        stay = ClusterStay.objects.get(report_id=first)
    assert {"kind": "email", "strength": "strong", "report": first} in stay.because


def test_a_report_that_only_shares_a_page_stands_by_itself():
    assert home(about(1)) is None
    assert home(about(2)) is None


def test_an_address_that_many_share_does_not_explain_a_cluster():
    first, second = about(1), about(2, email="1@example.net", ip="192.0.2.1")
    assert "ip" in {each.kind for each in read(home(first)).shared}
    for number in range(10, 22):
        about(number, ip="192.0.2.1")
    assert "ip" not in {each.kind for each in read(home(second)).shared}


def test_a_report_that_links_two_clusters_joins_one_and_shows_the_other():
    one = [about(1), about(2, email="1@example.net")]
    two = [about(3), about(4, email="3@example.net")]
    between = about(5, email="1@example.net", screen_name="name-3")
    assert home(between) == home(one[0]) != home(two[0])
    (touching,) = read(home(between)).touching
    assert touching.cluster_id == home(two[0])
    assert "handle" in touching.kinds
    assert touching.linked_with == between

    target = clusters.bring_together(ana(), between, two[0], reason=WHY, at=AT)
    assert {home(number) for number in [*one, *two, between]} == {target}
    found = read(target)
    assert found.touching == ()
    assert [(c.kind, c.reason) for c in found.changes] == [("brought", WHY)]
    assert sorted(found.changes[0].report_ids) == two
    with acting(cast.STAGE):
        gone = Cluster.objects.get(pk=found.changes[0].other_id)
        assert (gone.report_count, gone.merged_into_id) == (0, target)
        assert Cluster.objects.get(pk=target).report_count == 5

        assert Cluster.objects.get(pk=target).newest_report == between

    apart = clusters.split(ana(), target, two, reason="They are brothers.", at=AT)
    assert {home(number) for number in two} == {apart}
    assert {home(number) for number in one} == {target}
    assert [c.kind for c in read(apart).changes] == ["split"]
    lines = reading.clusters(ana())
    assert [line.cluster_id for line in lines] == [target, apart]
    assert [line.report_count for line in lines] == [3, 2]
    assert reading.clusters(ana(), before=lines[0].newest_report_id) == lines[1:]


def test_the_newest_report_of_a_cluster_is_known_whoever_comes_and_goes():
    first, second = about(1), about(2, email="1@example.net")
    third, cluster_id = about(3), home(first)

    def newest():
        with acting(cast.STAGE):
            return Cluster.objects.get(pk=cluster_id).newest_report

    assert newest() == second
    clusters.bring_together(ana(), first, third, reason=WHY, at=AT)
    assert newest() == third
    clusters.split(ana(), cluster_id, [third], reason=WHY, at=AT)
    assert newest() == second
    clusters.bring_together(ana(), first, third, reason=WHY, at=AT)
    assert newest() == third


def test_what_a_person_took_out_no_rule_puts_back():
    first, second = about(1), about(2, email="1@example.net")
    third = about(3, email="1@example.net")
    cluster_id = home(first)
    assert clusters.split(ana(), cluster_id, [second], reason=WHY, at=AT) is None
    pipeline.STEPS["link"](second)
    assert home(second) is None
    fourth = about(4, email="1@example.net")
    assert home(fourth) == home(third) == cluster_id
    assert [t.report_id for t in read(cluster_id).touching] == [second]


def test_whoever_moves_reports_says_why_and_names_them_rightly():
    first, second = about(1), about(2, email="1@example.net")
    alone, cluster_id = about(3), home(first)
    ours = ana()
    with pytest.raises(ReasonMissingError):
        clusters.bring_together(ours, first, alone, reason="  ", at=AT)
    with pytest.raises(SameClusterError):
        clusters.bring_together(ours, first, second, reason=WHY, at=AT)
    with pytest.raises(SameClusterError):
        clusters.bring_together(ours, alone, alone, reason=WHY, at=AT)
    unfinished = factories.open_report(cast.platform(), report_xml())
    for missing in (unfinished, 1):
        with pytest.raises(OtherReportMissingError):
            clusters.bring_together(ours, first, missing, reason=WHY, at=AT)
        with pytest.raises(LinkedReportNotFoundError):
            clusters.bring_together(ours, missing, first, reason=WHY, at=AT)
    for chosen in ([], [alone], [first, second]):
        with pytest.raises(NotInClusterError):
            clusters.split(ours, cluster_id, chosen, reason=WHY, at=AT)
    with pytest.raises(ReasonMissingError):
        clusters.split(ours, cluster_id, [first], reason="", at=AT)
    with pytest.raises(ClusterNotFoundError):
        clusters.split(ours, 1, [first], reason=WHY, at=AT)
    with pytest.raises(ClusterNotFoundError):
        read(1)
    assert home(first) == home(second) == cluster_id
    assert home(alone) is None


def test_a_destroyed_report_leaves_no_trace_in_its_cluster():
    first, second = about(1), about(2, email="1@example.net")
    cluster_id = home(first)
    with acting(cast.STAGE):
        assert clusters.forget_report(first) == 1
        assert Cluster.objects.get(pk=cluster_id).report_count == 1
        clusters.forget_report(second)
        assert not Cluster.objects.exists()
