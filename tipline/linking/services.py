"""Keep the identifiers of a report, each in the form in which reports are compared."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.digests import digest_of
from tipline.linking.extraction import Found
from tipline.linking.identifiers import Identifier as Value
from tipline.linking.identifiers import normalize
from tipline.linking.models import Identifier, IdentifierUse

Key = tuple[str, str, str]


def record_identifiers(
    actor: Principal, report_id: int, found: Iterable[Found], *, digest_key: bytes
) -> None:
    """Keep what a report names, each once; what it names no longer is dropped.

    `found` is all that it names: a value that its platform took back must not lead to
    other reports any more. Both values stay in the supplement that corrected it.
    `digest_key` is the installation's, for digests that agencies ask by.
    """
    readable = [
        (item, value)
        for item in found
        if (value := normalize(item.kind, item.raw, context=item.context).identifier)
    ]
    with acting(actor):
        values = {_key(value): value for _, value in readable}
        rows = _identifiers(values, digest_key=digest_key)
        IdentifierUse.objects.bulk_create(
            [
                IdentifierUse(
                    report_id=report_id,
                    identifier_id=rows[_key(value)],
                    role=item.role.value,
                    original=item.raw,
                    seen_at=item.at,
                )
                for item, value in readable
            ],
            ignore_conflicts=True,
        )
        stale = IdentifierUse.objects.filter(report_id=report_id)
        stale.exclude(identifier_id__in=list(rows.values())).delete()
        audit.record(
            actor, "report.linked", f"report:{report_id}", identifiers=len(rows)
        )


def _key(value: Value) -> Key:
    return (value.kind.value, value.scope, value.value)


def _identifiers(values: Mapping[Key, Value], *, digest_key: bytes) -> dict[Key, int]:
    """Give the row of each identifier, made where it is new.

    In a fixed order, so that two reports that share several never wait for each other.
    """
    Identifier.objects.bulk_create(
        [
            Identifier(
                kind=kind,
                scope=scope,
                value=value,
                digest=digest_of(values[kind, scope, value], key=digest_key),
            )
            for kind, scope, value in sorted(values)
        ],
        ignore_conflicts=True,
    )
    wanted = Q(pk=None)
    for kind, scope, value in values:
        wanted |= Q(kind=kind, scope=scope, value=value)
    rows = Identifier.objects.filter(wanted).values_list("kind", "scope", "value", "pk")
    return {(kind, scope, value): pk for kind, scope, value, pk in rows}
