"""Questions at the same time: the twentieth near variant is not answered either.

Alone in its file, since what it commits stays: files without a test in a transaction
run after all others.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import cast
from tests.hashlist import stage
from tests.portals.platforms.hashsharing.member import MemberProgram
from tipline.hashlist import alarms, asking, members, services, sharing
from tipline.hashlist.states import Tier
from tipline.portals.platforms.hashsharing import matching
from tipline.portals.platforms.hashsharing.matching import QUESTIONS

AT_ONCE = 24
PDQ = "0f" * 32


@pytest.fixture
def asker(django_db_setup, django_db_blocker, monkeypatch):
    """A member that may only ask, of a list that is really committed."""
    del django_db_setup
    monkeypatch.setattr(QUESTIONS, "per_minute", 10_000)
    monkeypatch.setattr(matching, "STEP_SECONDS", 0.001)
    with django_db_blocker.unblock():
        hash_list = stage.new_list("industry", "Asked at once")
        _, member = stage.join(hash_list, "Asking Forum", tier=Tier.MATCH_ONLY)
        yield MemberProgram("Asking Forum", hash_list.slug), member
        services.kill_list(cast.STAGE, hash_list.pk, at=stage.NOW)
        members.end_access(cast.STAGE, member.pk, at=stage.NOW)


def ask(program, value, together):
    body = json.dumps({"type": "PDQ", "value": value}).encode()
    sharing.access_to(program.platform.principal, program.slug)  # connected
    together.wait()
    answer = program.call("POST", "/match", body, kind="application/json")
    connection.close()
    return answer.status


def test_of_many_near_variants_at_once_nineteen_are_answered(asker):
    program, member = asker
    together = threading.Barrier(AT_ONCE)
    variants = [f"{int(PDQ, 16) ^ (1 << number):064x}" for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [threads.submit(ask, program, each, together) for each in variants]
    said = sorted(each.result() for each in asked)
    assert said == [200] * 19 + [403] * (AT_ONCE - 19)
    (alarm,) = alarms.alarms(cast.STAGE)
    assert (alarm.member_id, alarm.variants) == (member.pk, asking.VARIANTS_MOST)
    asking.release(cast.STAGE, member.pk, at=stage.NOW)
