"""The one address that takes digits, and the pages around it, over HTTP."""

import base64
import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests import cast, factories
from tests.material import MASSACHUSETTS
from tests.portals.platforms.hashsharing.member import MemberProgram
from tests.takeitdown import stage
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import HashItem
from tipline.portals.public.take_it_down import pages, receiving
from tipline.takeitdown import ceilings
from tipline.takeitdown.limits import AddressCounter, Door

pytestmark = pytest.mark.django_db
HASHES = "/take-it-down/hashes"


@pytest.fixture(autouse=True)
def _open(monkeypatch):
    monkeypatch.setattr(receiving, "SENT", Door(note=ceilings.note_unknown_refused))
    monkeypatch.setattr(pages, "TRIED", AddressCounter())
    stage.opened()


def post(client, body, kind="application/json", **more):
    return client.post(HASHES, body, content_type=kind, **more)


def stored():
    with acting(cast.STAGE):
        return HashItem.objects.filter(basis="self-reported").count()


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (b"x" * 8193, {}, 413),
        (stage.body().ljust(8193), {}, 413),
        (b"\xff\xd8\xff\xe0" + b"x" * 600, {}, 400),
        (stage.body(), {"kind": "text/plain"}, 400),
        (stage.body(), {"kind": "multipart/form-data; boundary=x"}, 400),
        (stage.body(), {"kind": "application/json; charset=utf-8"}, 400),
        (stage.body(), {"headers": {"content-encoding": "gzip"}}, 400),
        (stage.body(), {"CONTENT_LENGTH": ""}, 400),
        (stage.body(pdq=[base64.b64encode(b"x" * 48).decode()]), {}, 400),
        (stage.body(quality="0"), {}, 400),
    ],
)
def test_anything_but_digits_is_refused_in_json_and_nothing_is_kept(
    client, *, body, more, status
):
    answer = post(client, body, **more)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "message"}
    assert not stored()


def test_digits_are_taken_and_no_cookie_or_address_is_left(client):
    answer = post(client, stage.body(), REMOTE_ADDR=MASSACHUSETTS)
    assert answer.status_code == 200
    assert answer.json() == post(client, stage.body()).json()
    assert not answer.cookies
    assert stored() == 1
    with acting(cast.STAGE):
        told = [str(vars(entry)) for entry in Entry.objects.all()]
    assert any("take_it_down.submitted" in entry for entry in told)
    assert not any(MASSACHUSETTS in entry for entry in told)


@pytest.mark.parametrize(
    "named",
    [
        {"REMOTE_ADDR": MASSACHUSETTS},
        {"HTTP_X_FORWARDED_FOR": f"192.0.2.1, {MASSACHUSETTS}"},
    ],
)
def test_an_address_that_sends_or_tries_too_much_waits(client, settings, named):
    few = {"files_an_hour": 1, "tries_an_hour": 1}
    settings.TAKE_IT_DOWN_LIMITS = stage.LIMITS.model_copy(update=few)
    sent = [post(client, stage.body(str(n)), **named) for n in range(2)]
    assert [each.status_code for each in sent] == [200, 429]
    assert int(sent[1]["Retry-After"]) > 0
    wrong = {"code": "A", "pin": "1"}
    tries = [client.post("/take-it-down/case/", wrong, **named) for _ in range(2)]
    assert [each.status_code for each in tries] == [400, 429]
    assert "Wait for an hour" in tries[1].text
    assert post(client, stage.body("2")).status_code == 200


def test_those_without_an_address_share_a_quarter_of_the_day(client, settings, capsys):
    few = {"files_a_day": 8 * settings.ENVIRONMENT.web_workers, "tries_an_hour": 1}
    settings.TAKE_IT_DOWN_LIMITS = stage.LIMITS.model_copy(update=few)
    nowhere = ({}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": "unix:"})
    sent = [post(client, stage.body(f"{n}"), **nowhere[n]) for n in range(3)]
    assert [each.status_code for each in sent] == [200, 200, 429]
    assert post(client, stage.body("2")).status_code == 429
    with acting(cast.STAGE):
        noted = Entry.objects.filter(subject="take_it_down:unknown")
        assert noted.count() == 1  # once an hour, whatever comes
    *_, unknown = ceilings.ceilings(cast.STAGE, stage.LIMITS, at=datetime.now(UTC))
    assert (unknown.kind, unknown.is_reached) == ("unknown", True)
    omar = factories.browser_of(cast.omar())
    assert "whose address is not known" in omar.get(reverse("operations:health")).text
    assert 3600 < int(sent[2]["Retry-After"]) <= 86_400
    assert "takeitdown.ceiling_reached" in "".join(capsys.readouterr())
    known = post(client, stage.body("another"), REMOTE_ADDR=MASSACHUSETTS)
    assert known.status_code == 200
    wrong = {"code": "A", "pin": "1"}
    tries = [client.post("/take-it-down/case/", wrong) for _ in range(2)]
    assert [each.status_code for each in tries] == [400, 400]


def test_the_pages_scripts_may_reach_nothing_and_are_kept_nowhere(client):
    for name in ("hashing_worker.js", "page.js"):
        answer = client.get(f"/static/take_it_down/{name}")
        assert answer["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'"
        )
        assert answer["Cache-Control"] == "no-store"
        answer.close()


def test_a_platform_says_what_it_did_in_json(client):
    hash_list = stage.opened()
    stage.joined(hash_list)
    post(client, stage.body())
    member = MemberProgram("Exemplar Chat", hash_list.slug)
    with acting(cast.STAGE):
        entry = HashItem.objects.get(basis="self-reported").entry_id
    path = f"/blocked/1/{entry}"

    def say(**said):
        return member.call("PUT", path, json.dumps(said).encode())

    assert say(type="MD5", blocked=True).status == 200
    assert say(type="PDQ", blocked=False, reason="adult").status == 200
    for wrong in (
        {},
        {"type": "MD5", "blocked": "yes"},
        {"type": "MD5", "blocked": False},
        {"type": "MD5", "blocked": True, "reason": "adult"},
        {"type": "MD5", "blocked": False, "reason": "no"},
    ):
        assert say(**wrong).status == 400
    assert member.call("PUT", path, b"[").status == 400
    path = "/blocked/1/nowhere"
    assert say(type="MD5", blocked=True).status == 404
