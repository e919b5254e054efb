"""What a session remembers: who signed in, and when their passkey last answered."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tipline.foundation.accounts.models import Person

ATTEMPT = "passkey_attempt"


def open_session(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Start a new session for `person`; whatever was in the old one is gone."""
    request.session.flush()
    request.session["person_id"] = person.pk
    request.session["opened_at"] = at.timestamp()
    request.session["seen_at"] = at.timestamp()
    request.session["verified_at"] = at.timestamp()
    rotate_token(request)


def renew_session(request: HttpRequest, *, at: datetime) -> None:
    """Note that the passkey answered again, under a new session id."""
    request.session.cycle_key()
    request.session["verified_at"] = at.timestamp()
    rotate_token(request)


def is_over(session: SessionBase, now: float) -> bool:
    """Tell whether a session must end: idle, or opened too long ago, however busy.

    Saving a session renews its row and cookie, so their age alone ends no busy one.

    Args:
        session: of somebody who signed in.
        now: epoch seconds.
    """
    idle, age = now - session.get("seen_at", 0), now - session.get("opened_at", 0)
    return bool(
        idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE
    )


def take_attempt(session: SessionBase) -> dict[str, object] | None:
    """Give the attempt that waits in the session and forget it: each serves once."""
    kept = session.pop(ATTEMPT, None)
    return kept if isinstance(kept, dict) else None


def way_onward(request: HttpRequest, person: Person) -> str:
    """Give where to go next: the page asked for before, if ours, or the role's home."""
    wanted = str(request.GET.get("next", ""))
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours else home_of(person)


def home_of(person: Person) -> str:
    """Give the address of the first page of the person's role."""
    return reverse(settings.HOME_BY_ROLE[person.role])
