"""The independent audit: draw, let outsiders find, publish.

Correcting is the same work as ever: an error that an auditor finds suspends its item,
and three people decide.
"""

import secrets
from datetime import datetime

from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import jobs
from tipline.hashlist.audit_results import corrected_in
from tipline.hashlist.errors import (
    AuditNotCompleteError,
    FindingRefusedError,
    ForeignOrganizationError,
    ItemNotFoundError,
    SampleTooLargeError,
)
from tipline.hashlist.liveness import is_listed
from tipline.hashlist.models import AuditedItem, HashItem, HashList, ListAudit
from tipline.hashlist.sampling import draw, fingerprint_of
from tipline.hashlist.states import Finding


def begin_audit(
    actor: Principal,
    hash_list: HashList,
    *,
    organization: Organization,
    number: int | None,
    at: datetime,
) -> ListAudit:
    """Draw a sample of a list's active items, or all of them, for an audit firm.

    Args:
        actor: who orders the audit.
        hash_list: the list.
        organization: the audit firm.
        number: how many to draw; None for a census.
        at: now.

    Raises:
        ForeignOrganizationError: the organization is no audit firm.
        SampleTooLargeError: there are fewer items.
    """
    if organization.kind != OrganizationKind.AUDIT_FIRM:
        raise ForeignOrganizationError(kind=OrganizationKind.AUDIT_FIRM)
    seed = secrets.token_hex(16) if number is not None else ""
    with acting(actor):
        live = HashItem.objects.filter(is_listed(), hash_list=hash_list)
        population = sorted(live.values_list("pk", flat=True))
        wanted = len(population) if number is None else number
        if not 1 <= wanted <= len(population):
            raise SampleTooLargeError(population=len(population))
        chosen = draw(population, number=wanted, seed=seed) if seed else population
        made = ListAudit.objects.create(
            hash_list=hash_list,
            organization=organization,
            seed=seed,
            population=len(population),
            population_sha256=fingerprint_of(population),
            drawn=wanted,
            began_at=at,
        )
        AuditedItem.objects.bulk_create(
            (
                AuditedItem(audit=made, item_id=item_id, position=position)
                for position, item_id in enumerate(chosen, start=1)
            ),
            batch_size=5000,
        )
        audit.record(
            actor,
            "list_audit.begun",
            f"list_audit:{made.pk}",
            list=hash_list.pk,
            organization=organization.pk,
            drawn=wanted,
        )
    return made


def record_finding(
    auditor: Principal,
    audited_id: int,
    *,
    finding: str,
    note: str = "",
    at: datetime,
) -> AuditedItem:
    """Keep what the auditor found of one item; an error suspends the item.

    Raises:
        ItemNotFoundError: it is not in a sample of the auditor's firm.
        FindingRefusedError: it has a finding, the audit is published, or an error has
            no note.
    """
    said = note.strip()[:1000]
    if finding not in Finding.values or (finding != Finding.CONFIRMED and not said):
        raise FindingRefusedError
    with acting(auditor):
        audited = AuditedItem.objects.filter(pk=audited_id).first()
        if audited is None:
            raise ItemNotFoundError
        changed = AuditedItem.objects.filter(
            pk=audited_id, finding="", audit__published_at=None
        ).update(finding=finding, note=said, found_by=auditor.actor, found_at=at)
        if not changed:
            raise FindingRefusedError
        audit.record(
            auditor,
            "list_audit.found",
            f"list_audit:{audited.audit_id}",
            item=audited.item_id,
            finding=finding,
        )
        if finding == Finding.NOT_FOR_LIST:
            jobs.settle_item.defer(item_id=audited.item_id)
        audited.refresh_from_db()
    return audited


def publish_audit(actor: Principal, audit_id: int, *, at: datetime) -> ListAudit:
    """Close an audit whose every item has its finding; its figures stand from now on.

    Raises:
        ItemNotFoundError: there is no such audit.
        AuditNotCompleteError: items have no finding yet.
    """
    with acting(actor):
        found = ListAudit.objects.select_for_update().filter(pk=audit_id).first()
        if found is None:
            raise ItemNotFoundError
        missing = found.sample.filter(finding="").count()
        if missing:
            raise AuditNotCompleteError(missing=missing)
        if found.published_at is None:
            found.published_at = at
            found.corrected = corrected_in(found)
            found.save(update_fields=["published_at", "corrected"])
        audit.record(actor, "list_audit.published", f"list_audit:{found.pk}")
    return found
