"""Pictures leave by one way: for one ticket, once, marked, and counted."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from PIL import Image

from tests import cast
from tests.files import films
from tests.material import picture
from tests.viewing.evidence import ask, reported
from tipline.foundation.accounts import services as accounts
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.viewing import queries, services
from tipline.viewing.errors import ContextNotSeenError, FileClosedError
from tipline.viewing.look import Look, short_code
from tipline.viewing.models import Ticket, Viewing

pytestmark = pytest.mark.django_db
TERMS = settings.VIEWING


def now():
    return datetime.now(UTC)


def veil(viewer, wanted):
    return services.veil(viewer, wanted, terms=TERMS, at=now())


def viewings(wanted):
    with acting(cast.STAGE):
        rows = Viewing.objects.filter(file__file_id=wanted.file_id)
        return list(rows.order_by("pk"))


def image_of(answer):
    assert answer.status == 200, answer.body
    return Image.open(io.BytesIO(answer.body))


def test_a_veiled_preview_is_grey_and_coarse_and_none_of_the_original(ana):
    content = picture(5, form="JPEG")
    answer = ask(veil(ana, reported(content)))
    shown = np.asarray(image_of(answer).convert("RGB"))
    assert answer.headers["Content-Type"] == "image/png"
    assert (shown[..., 0] == shown[..., 1]).all()
    assert content[100:140] not in answer.body
    few = {bytes(row[::23].tobytes()) for row in shown[::2]}
    assert len(few) < len(shown) / 2


def test_the_headers_keep_a_preview_out_of_every_cache_and_page(ana):
    headers = ask(veil(ana, reported())).headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Access-Control-Allow-Origin"] == settings.ENVIRONMENT.public_url
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Credentials" not in headers


def test_what_was_viewed_is_told_by_the_bytes_that_left(ana):
    wanted = reported(picture(9, size=(1200, 900)))
    answer = ask(veil(ana, wanted))
    (whole,) = viewings(wanted)
    assert whole.served_bytes == whole.size_bytes == len(answer.body)
    assert whole.viewer == short_code(ana.person.pk)
    assert whole.ground == "viewed-by-platform"
    ask(veil(ana, wanted), leave_after=1)
    broken = viewings(wanted)[1]
    assert broken.served_bytes < broken.size_bytes
    with acting(cast.STAGE):
        subject = f"report:{wanted.report_id}"
        entries = Entry.objects.filter(subject=subject, action="file.viewed")
        assert entries.count() == 2
        assert entries.filter(actor=ana.principal.actor).count() == 2


def test_the_row_is_there_before_the_first_byte(ana):
    wanted = reported()
    started = []
    token = veil(ana, wanted)
    from tipline.config.evidence import application  # noqa: PLC0415 - as the server does

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/preview/{token}",
        "HTTP_ORIGIN": settings.ENVIRONMENT.public_url,
    }
    pieces = application(environ, lambda status, _: started.append(status))
    (row,) = viewings(wanted)
    assert started == ["200 OK"]
    assert row.served_bytes is None
    pieces.close()
    next(iter(pieces), None)


def test_a_ticket_serves_once(ana):
    token = veil(ana, reported())
    assert ask(token).status == 200
    assert ask(token).status == 404


def test_a_ticket_serves_for_fifteen_seconds(ana):
    wanted = reported()
    token = veil(ana, wanted)
    with acting(cast.STAGE):
        Ticket.objects.update(expires_at=now() - timedelta(seconds=1))
    assert ask(token).status == 404
    assert viewings(wanted) == []


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3] + "abc", lambda _: "", lambda t: t[1:]]
)
def test_a_ticket_cannot_be_made_up(ana, spoil):
    assert ask(spoil(veil(ana, reported()))).status == 404


def test_a_ticket_ends_with_its_session(ana):
    token = veil(ana, reported())
    SessionStore(ana.session_key).delete()
    assert ask(token).status == 404


def test_a_ticket_of_a_session_that_is_somebody_elses_now_serves_nobody(ana):
    token = veil(ana, reported())
    session = SessionStore(ana.session_key)
    session["person_id"] = cast.sven().pk
    session.save()
    assert ask(token).status == 404


def test_a_ticket_ends_when_its_bearer_is_suspended(ana):
    token = veil(ana, reported())
    accounts.suspend_person(cast.STAGE, ana.person, at=now())
    assert ask(token).status == 404


@pytest.mark.parametrize("origin", ["", "null", "https://elsewhere.example.org"])
def test_no_other_page_is_shown_anything_and_the_ticket_is_kept(ana, origin):
    token = veil(ana, reported())
    assert ask(token, origin=origin).status == 403
    assert ask(token).status == 200


def test_who_sends_our_cookie_is_told_that_the_origins_are_not_apart(ana):
    token = veil(ana, reported())
    refused = ask(token, cookie=f"a=b; {settings.SESSION_COOKIE_NAME}=x")
    assert refused.status == 400
    assert b"TIPLINE_EVIDENCE_URL" in refused.body


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS"])
def test_the_gateway_answers_get_alone(ana, method):
    token = veil(ana, reported())
    assert ask(token, method=method).status == 404
    assert ask(token, path=f"/{token}").status == 404
    assert ask(token).status == 200


def test_a_file_that_nobody_viewed_gets_no_ticket(ana):
    wanted = reported(flags="")
    with pytest.raises(FileClosedError, match="neither yes nor no"):
        veil(ana, wanted)
    with acting(cast.STAGE):
        assert not Ticket.objects.exists()


def test_how_grave_it_is_must_have_been_shown_first(ana):
    with pytest.raises(ContextNotSeenError):
        veil(ana, replace(reported(), severity=""))


def test_a_file_of_an_unfinished_or_a_test_report_is_not_there(ana):
    wanted = reported()
    for missing in (
        replace(wanted, report_id=1),
        replace(wanted, file_id="a" * 32),
    ):
        with pytest.raises(NotFoundError):
            veil(ana, missing)


def test_a_wish_changes_the_preview(ana):
    wanted = reported(picture(4, form="PNG"))
    services.set_preference(
        ana.principal, ana.person, Look.model_validate({"grey": False, "blur": "light"})
    )
    shown = np.asarray(image_of(ask(veil(ana, wanted))).convert("RGB")).astype(int)
    assert (abs(shown[..., 0] - shown[..., 2]) > 30).any()


@pytest.mark.parametrize("kind", ["mp4", "gif"])
def test_what_moves_is_shown_as_a_sheet_of_frames(ana, kind):
    content = films.film(kind) if kind != "gif" else moving_gif()
    shown = image_of(ask(veil(ana, reported(content))))
    assert shown.format == "PNG"
    assert getattr(shown, "n_frames", 1) == 1
    assert max(shown.size) <= 1024


def moving_gif():
    frames = [Image.new("P", (120, 90), number * 20) for number in range(12)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=200)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff" + b"x" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        picture(3)[:400],
        b"GIF89a" + b"\xff" * 50,
    ],
)
def test_a_hostile_file_gives_a_refusal_and_is_not_viewed(ana, content):
    wanted = reported(content)
    answer = ask(veil(ana, wanted))
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert viewings(wanted) == []


def test_who_viewed_what_is_in_the_sight_of_the_file(ana):
    wanted = reported()
    ask(veil(ana, wanted))
    sight = queries.sight_of(
        ana.principal, wanted.report_id, wanted.file_id, terms=TERMS, at=now()
    )
    (shown,) = sight.shown
    assert shown.is_whole
    assert shown.variant == "veiled"
