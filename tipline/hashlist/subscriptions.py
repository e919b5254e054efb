"""Lists of other servers that are followed here: what, from where, up to when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from tipline.foundation.audit import services as audit
from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.errors import (
    AlreadySubscribedError,
    SourceFailedError,
)
from tipline.hashlist.flood import FloodLimits
from tipline.hashlist.growth import FloodWatch
from tipline.hashlist.importing import Imported, import_records
from tipline.hashlist.models import HashList, Subscription
from tipline.hashlist.source_client import Page, Source, check_address

# A server may still be writing down what happened this very moment.
MARGIN = timedelta(seconds=5)
_MARGIN_WITHOUT_CLOCK = timedelta(minutes=1)
# Addresses of pages are short-lived: clients of the protocol trust them so long.
KEPT = timedelta(hours=12)
PAGE_MAX = 1000  # characters, as the table has it


@dataclass(frozen=True, kw_only=True)
class Polled:
    """What one poll of a subscription brought, or why it failed."""

    list_name: str
    imported: Imported
    problem: str = ""


def subscribe(
    actor: Principal,
    hash_list: HashList,
    *,
    base: str,
    username: str,
    password_file: Path,
    at: datetime,
) -> Subscription:
    """Follow another server's list; what it holds comes onto `hash_list`.

    The password stays in its file, and is read for each poll.

    Raises:
        SourceAddressError: the address must not be asked.
        SourceFailedError: the file cannot be read.
        AlreadySubscribedError: the list follows one already.
    """
    check_address(base)
    _password(str(password_file))
    with acting(actor):
        try:
            with transaction.atomic():
                made = Subscription.objects.create(
                    hash_list=hash_list,
                    base=base.rstrip("/"),
                    username=username,
                    password_file=str(password_file.resolve()),
                    began_at=at,
                )
        except IntegrityError as error:
            raise AlreadySubscribedError(name=hash_list.name) from error
        audit.record(
            actor, "hash_list.subscribed", f"hash_list:{hash_list.pk}", by=username
        )
    return made


def subscriptions(reader: Principal) -> list[Subscription]:
    """List what is followed, by list."""
    with acting(reader):
        rows = Subscription.objects.select_related("hash_list")
        return list(rows.order_by("hash_list__name"))


def poll(
    actor: Principal,
    subscription: Subscription,
    *,
    limits: FloodLimits | None = None,
    at: datetime,
) -> Polled:
    """Fetch what changed at the source since the last poll, and bring it here.

    Each page is a transaction of its own, with the address of the next one: a poll that
    broke off goes on there, if it is tried again within twelve hours. The checkpoint
    moves when the last page is done; what comes twice changes nothing.
    """
    begun = _begun(subscription, at=at)
    watch = FloodWatch(limits or FloodLimits(), at)
    until, total, problem = at, Imported(), ""
    try:
        source = Source(
            base=subscription.base,
            username=subscription.username,
            password=_password(subscription.password_file),
        )
        until = begun.until if begun else _until(source, at=at)
        pages = source.changes(
            subscription.checkpoint, until, page=begun.page if begun else ""
        )
        for page in pages:
            total += _take(actor, subscription, page, until=until, watch=watch)
    except TiplineError as error:
        problem = str(error)
        if begun and total == Imported():
            # The server may have forgotten the page: the next poll begins anew.
            with acting(actor):
                _set(subscription, next_page="")
    with acting(actor):
        values = {"polled_at": at, "problem": problem[:500]}
        done = {"checkpoint": until, "next_page": ""}
        checkpoint = {} if problem else done
        Subscription.objects.filter(pk=subscription.pk).update(**values, **checkpoint)
        audit.record(
            actor,
            "hash_list.polled",
            f"hash_list:{subscription.hash_list_id}",
            until=until,
            added=total.added,
            changed=total.changed,
            withdrawn=total.withdrawn,
            failed=bool(problem),
        )
    return Polled(
        list_name=subscription.hash_list.name, imported=total, problem=problem
    )


def _until(source: Source, *, at: datetime) -> datetime:
    """Give the end of a range that is over by the source's clock, too.

    With ours ahead, what it writes down before it has caught up would be lost.
    """
    theirs = source.clock()
    margin = MARGIN if theirs else _MARGIN_WITHOUT_CLOCK
    return (min(at, theirs or at) - margin).replace(microsecond=0)


@dataclass(frozen=True, kw_only=True)
class _Begun:
    """A poll that broke off: its next page, and the end of its range."""

    page: str
    until: datetime


def _begun(subscription: Subscription, *, at: datetime) -> _Begun | None:
    until = subscription.next_until
    if not subscription.next_page or until is None or at - until > KEPT:
        return None
    return _Begun(page=subscription.next_page, until=until)


def _take(
    actor: Principal,
    subscription: Subscription,
    page: Page,
    *,
    until: datetime,
    watch: FloodWatch,
) -> Imported:
    """Bring one page here, and remember the next, in one transaction."""
    with acting(actor):
        imported = Imported()
        if page.records:
            imported = import_records(
                actor, subscription.hash_list, page.records, watch=watch, at=watch.at
            )
        following = page.following if len(page.following) <= PAGE_MAX else ""
        _set(subscription, next_page=following, next_until=until)
    return imported


def _set(subscription: Subscription, **values: object) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(**values)


def _password(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = f"the file of its password cannot be read: {path}"
        raise SourceFailedError(problem=problem) from error
