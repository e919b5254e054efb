"""Ways to look at the queue that officers keep: filters with a name, and columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tipline.casework.errors import CaseworkIncompleteError
from tipline.casework.models import QueueView
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence

VIEWS_MOST = 50  # of one officer
NAME_MAX, QUERY_MAX = 60, 500


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A saved filter as an officer sees it; `query` is what its address holds."""

    view_id: int
    name: str
    query: str
    is_shared: bool
    is_own: bool


def saved_views(officer: Principal) -> tuple[Saved, ...]:
    """List the officer's saved filters and those shared in the agency, by name."""
    with acting(officer):
        rows = _readable(officer).order_by("name", "pk")[: VIEWS_MOST * 4]
        return tuple(_saved(officer, row) for row in rows)


def saved_view(officer: Principal, view_id: int) -> Saved:
    """Give a saved filter of the officer's own, or one shared in the agency.

    Raises:
        NotFoundError: no such filter, or a colleague's own: the same answer.
    """
    with acting(officer):
        found = _readable(officer).filter(pk=min(view_id, MAX_KEY)).first()
    if found is None:
        raise NotFoundError
    return _saved(officer, found)


def _readable(officer: Principal) -> QuerySet[QueueView]:
    rows = QueueView.objects.filter(agency_id=officer.organization_id)
    own_or_shared = Q(owner_id=officer.person_id) | Q(is_shared=True)
    return rows.filter(own_or_shared).exclude(name="")


def _saved(officer: Principal, row: QueueView) -> Saved:
    return Saved(
        view_id=row.pk,
        name=row.name,
        query=row.query,
        is_shared=row.is_shared,
        is_own=row.owner_id == officer.person_id,
    )


def save_view(officer: Principal, name: str, query: str, *, is_shared: bool) -> Saved:
    """Keep filters under a name; the officer's own of this name is replaced.

    Raises:
        CaseworkIncompleteError: there is no name, it is too long or the filters are, or
            they are too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise CaseworkIncompleteError(
            problem=Sentence(
                "A saved filter needs a name of up to %(most)s characters.",
                most=str(NAME_MAX),
            )
        )
    if len(query) > QUERY_MAX:
        raise CaseworkIncompleteError(
            problem=Sentence("These filters are too long to be kept.")
        )
    me = officer.person_id
    with acting(officer):
        own = QueueView.objects.filter(owner_id=me)
        if own.exclude(name=name).count() >= VIEWS_MOST:
            raise CaseworkIncompleteError(
                problem=Sentence(
                    "You have %(most)s saved filters. Remove one first.",
                    most=str(VIEWS_MOST),
                )
            )
        said = {"query": query, "is_shared": is_shared}
        said["agency_id"] = officer.organization_id
        view, _ = QueueView.objects.update_or_create(
            owner_id=me, name=name, defaults=said
        )
        audit.record(officer, "queue_view.saved", f"queue-view:{view.pk}")
        return _saved(officer, view)


def drop_view(officer: Principal, view_id: int) -> None:
    """Remove a saved filter of the officer's own.

    Raises:
        NotFoundError: no such filter, or a colleague's.
    """
    with acting(officer):
        own = QueueView.objects.filter(owner_id=officer.person_id).exclude(name="")
        if view_id > MAX_KEY or not own.filter(pk=view_id).delete()[0]:
            raise NotFoundError
        audit.record(officer, "queue_view.dropped", f"queue-view:{view_id}")


def columns_of(officer: Principal) -> tuple[str, ...]:
    """Give the columns that the officer chose, in their order; none if never chosen."""
    with acting(officer):
        rows = QueueView.objects.filter(owner_id=officer.person_id, name="")
        chosen = rows.values_list("columns", flat=True).first() or ""
    return tuple(chosen.split())


def choose_columns(officer: Principal, columns: Sequence[str]) -> None:
    """Keep which columns the officer's queue has."""
    said = {"columns": " ".join(columns)[:300], "agency_id": officer.organization_id}
    with acting(officer):
        view, _ = QueueView.objects.update_or_create(
            owner_id=officer.person_id, name="", defaults=said
        )
        audit.record(officer, "queue_view.columns_chosen", f"queue-view:{view.pk}")
