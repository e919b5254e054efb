"""The kept counts are what counting would give, whoever changes whatever."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import importing, queries, reviewing, services, sharing
from tipline.hashlist.models import HashEntry, HashItem, ItemCount
from tipline.hashlist.states import ListKind

pytestmark = pytest.mark.django_db


def require_true_counts():
    """Compare every kept count with the rows."""
    items = HashItem.objects.filter(canary_for=None)
    entries = HashEntry.objects.filter(withdrawn_at=None, item__canary_for=None)
    with acting(cast.STAGE):
        counted = {
            (member, state, ""): number
            for member, state, number in items.values_list("member", "state").annotate(
                number=Count("pk")
            )
        } | {
            (member, state, algorithm): number
            for member, state, algorithm, number in entries.values_list(
                "item__member", "item__state", "algorithm"
            ).annotate(number=Count("pk"))
        }
        kept = ItemCount.objects.exclude(number=0)
        assert counted == {
            (row.member_id, row.state, row.algorithm): row.number for row in kept
        }


def test_reviews_imports_and_members_keep_the_counts():
    own = stage.new_list()
    item = stage.listed(own, pdq="0f" * 32)
    reviewing.withdraw(
        cast.principal_of(cast.sven()), item.pk, reason="Wrong.", at=stage.NOW
    )
    industry = stage.new_list(ListKind.INDUSTRY, "Industry")
    chat, _ = stage.join(industry, may_contribute=True)
    for digit in "ab":
        sharing.contribute(
            chat.principal,
            industry.slug,
            entry_id="e-1",
            contribution=sharing.Contribution(
                media="image", values=[("md5", digit * 32), ("sha1", "c" * 40)]
            ),
            at=stage.NOW,
        )
    require_true_counts()
    assert queries.state_counts(cast.STAGE, industry.pk) == {"active": 1}
    sharing.retract(chat.principal, industry.slug, entry_id="e-1", at=stage.NOW)
    records = [importing.Record(key=n, values=(("md5", n * 32),)) for n in "12"]
    partner = stage.new_list(ListKind.IMPORTED, "Partner")
    importing.import_records(cast.STAGE, partner, records, at=stage.NOW)
    gone = [importing.Record(key="1", is_deleted=True)]
    importing.import_records(cast.STAGE, partner, gone, at=stage.NOW)
    require_true_counts()
    by_name = {one.name: one.entries for one in queries.lists(cast.STAGE)}
    assert by_name["Partner"] == {"md5": 1}
    assert by_name["Industry"] == by_name["Apparent CSAM"] == {}


def test_a_switch_of_a_whole_list_leaves_them_alone():
    own = stage.new_list()
    stage.listed(own)
    services.kill_list(cast.STAGE, own.pk, at=stage.NOW)
    require_true_counts()
    assert queries.state_counts(cast.STAGE, own.pk) == {"active": 1}


def test_the_list_of_lists_reads_no_item():
    stage.listed(stage.new_list())
    with CaptureQueriesContext(connection) as asked:
        queries.lists(cast.STAGE)
    tables = (HashItem._meta.db_table, HashEntry._meta.db_table)
    assert not [q for q in asked if any(f'"{t}"' in q["sql"] for t in tables)]
