"""A list as a file for other tools, under audit; canaries of members are left out."""

import csv
import io
import re

from django.db.models import Prefetch

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist import vics
from tipline.hashlist.liveness import counts, is_listed
from tipline.hashlist.loading import FORMULA_SIGNS
from tipline.hashlist.models import HashEntry, HashItem, HashList
from tipline.hashlist.states import ItemBasis

_HASH = re.compile(r"[A-Za-z0-9+/_-]+=*")
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
    # What a member restricted to some other members goes to no others' tools.
    rows = HashItem.objects.filter(is_listed(), hash_list=hash_list, audience=None)
    found = []
    counted = Prefetch("entries", HashEntry.objects.filter(counts()))
    for row in rows.prefetch_related(counted).order_by("pk"):
        values = sorted((e.algorithm, e.value, e.recipe) for e in row.entries.all())
        found.append(
            vics.ExportedItem(
                media=row.media,
                classification=row.classification,
                values=tuple((algorithm, value) for algorithm, value, _ in values),
                recipes=tuple(recipe for _, _, recipe in values),
                category=vics.category_of(row.classification, hash_list.kind),
                is_decided=row.basis == ItemBasis.THREE_REVIEWS,
            )
        )
    return found


def _csv(items: list[vics.ExportedItem]) -> str:
    """Write the columns that `hashlist load` reads."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(("algorithm", "value", "classification", "media", "recipe"))
    for item in items:
        for (algorithm, value), recipe in zip(item.values, item.recipes, strict=True):
            said = (_plain(value), _plain(item.classification), item.media)
            out.writerow((algorithm, *said, _plain(recipe)))
    return text.getvalue()


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; `hashlist load` undoes it.

    A hash stays as it is for other tools, though base64 may begin with a plus sign.
    """
    is_safe = text[:1] not in FORMULA_SIGNS or _HASH.fullmatch(text)
    return text if is_safe else f"'{text}"
