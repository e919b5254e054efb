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
from tipline.hashlist.importing import Imported, import_records
from tipline.hashlist.models import HashList, Subscription
from tipline.hashlist.source_client import Source, check_address

# A server may still be writing down what happened this very moment.
MARGIN = timedelta(seconds=5)
_MARGIN_WITHOUT_CLOCK = timedelta(minutes=1)


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

    Each page is a transaction of its own. The checkpoint moves when the last one is
    done, so that a poll that broke off is repeated: twice changes nothing.
    """
    until, total, problem = at, Imported(), ""
    try:
        source = Source(
            base=subscription.base,
            username=subscription.username,
            password=_password(subscription.password_file),
        )
        until = _until(source, at=at)
        for page in source.changes(subscription.checkpoint, until):
            if page:
                total += import_records(
                    actor, subscription.hash_list, page, limits=limits, at=at
                )
    except TiplineError as error:
        problem = str(error)
    with acting(actor):
        values = {"polled_at": at, "problem": problem[:500]}
        checkpoint = {} if problem else {"checkpoint": until}
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


def _password(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = f"the file of its password cannot be read: {path}"
        raise SourceFailedError(problem=problem) from error
