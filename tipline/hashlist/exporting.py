"""A list as a file for other tools, under audit; canaries of members are left out."""

import csv
import io

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import vics
from tipline.hashlist.liveness import is_listed
from tipline.hashlist.models import HashItem, HashList

FORMATS = ("csv", *(f"vics-{version}" for version in vics.VERSIONS))


def export(actor: Principal, hash_list: HashList, *, form: str) -> tuple[str, int]:
    """Give what is live on a list as text of one of `FORMATS`, and count the items."""
    with acting(actor):
        items = _items(hash_list)
        audit.record(
            actor,
            "hash_list.exported",
            f"hash_list:{hash_list.pk}",
            items=len(items),
            form=form,
        )
    if form == "csv":
        return _csv(items), len(items)
    return vics.write(items, version=form.removeprefix("vics-")), len(items)


def _items(hash_list: HashList) -> list[vics.ExportedItem]:
    rows = HashItem.objects.filter(is_listed(), hash_list=hash_list)
    found = []
    for row in rows.prefetch_related("entries").order_by("pk"):
        values = sorted(
            (entry.algorithm, entry.value)
            for entry in row.entries.all()
            if entry.withdrawn_at is None
        )
        found.append(
            vics.ExportedItem(
                media=row.media,
                classification=row.classification,
                values=tuple(values),
                category=vics.category_of(row.classification, hash_list.kind),
            )
        )
    return found


def _csv(items: list[vics.ExportedItem]) -> str:
    """Write the columns that `hashlist load` reads."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(("algorithm", "value", "classification"))
    for item in items:
        for algorithm, value in item.values:
            out.writerow((algorithm, _plain(value), _plain(item.classification)))
    return text.getvalue()


def _plain(value: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
