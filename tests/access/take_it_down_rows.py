"""What Take It Down brings to the access tests: a case on the stage, headers, rules."""

from datetime import UTC, datetime

from tests import cast
from tests.takeitdown import stage as takedown
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import Feedback, HashEntry
from tipline.takeitdown import services

PREFIX = "take-it-down:"
# Open to everybody, without a session that another site could use, and so without a
# token; what they write is seen to by tests/takeitdown.
OPEN_WRITES = {f"{PREFIX}{name}" for name in ("hashes", "case", "take-back", "keep")}
OURS = ("takeitdown_case", "takeitdown_casefile", "takeitdown_harmlesshash")
# Whoever knows code and PIN of a case: {o} is its number, 0 before they are proved.
_OWN = (
    "(SELECT id FROM hashlist_hashitem WHERE basis = 'self-reported' AND id IN"
    " (SELECT item_id FROM takeitdown_casefile WHERE case_id = {o}))"
)
_THEIR_LISTS = "(SELECT id FROM hashlist_hashlist WHERE kind = 'unverified')"
HOLDERS = {
    "takeitdown_case": ("SIU", "id = {o}"),
    "takeitdown_casefile": ("SI", "case_id = {o}"),
    "takeitdown_harmlesshash": ("S", "true"),
    "hashlist_hashlist": ("S", "kind = 'unverified'"),
    "hashlist_listmember": ("S", f"hash_list_id IN {_THEIR_LISTS}"),
    "hashlist_listaccess": ("S", f"hash_list_id IN {_THEIR_LISTS}"),
    "hashlist_hashitem": ("SIU", f"id IN {_OWN}"),
    "hashlist_hashentry": ("SI", f"item_id IN {_OWN}"),
    "hashlist_itemevent": ("SI", f"item_id IN {_OWN}"),
    "hashlist_feedback": (
        "S",
        f"entry_id IN (SELECT id FROM hashlist_hashentry WHERE item_id IN {_OWN})",  # noqa: S608
    ),
    "matching_indexchange": ("I", "kind IN ('entry', 'item') AND position IS NULL"),
    "audit_entry": ("I", "organization_id = {o} AND {o} > 0"),
}
NEVER = {"takeitdown_case": [("D", "true")], "takeitdown_casefile": [("UD", "true")]}
# Their own items can be taken back, and changed to nothing else.
NEVER_OF = {("hashlist_hashitem", "case"): [("U", "state <> 'withdrawn'")]}
BLIND = {"takeitdown_case": ("U", "UPDATE {t} SET expires_on = 'infinity'")}
TENANT = {"takeitdown_case": "id"}
HEADERS = {"referrer-policy": "no-referrer"}
_CSP = (
    "base-uri 'none'; default-src 'none'; form-action 'self'; frame-ancestors 'none';"
    " img-src 'self'; require-trusted-types-for 'script'; script-src 'self';"
    " style-src 'self'"
)
_PICTURES = (
    "base-uri 'none'; connect-src http://localhost/take-it-down/hashes;"
    " default-src 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self';"
    " media-src blob:; require-trusted-types-for 'script'; script-src 'self';"
    " style-src 'self'; trusted-types take-it-down; worker-src 'self'"
)


def policy(route: str) -> str:
    """Give the Content-Security-Policy of a page, its directives in order."""
    return _PICTURES if route == f"{PREFIX}pictures" else _CSP


def build() -> int:
    """Open Take It Down; two send something, and a platform votes; give one's case."""
    now = datetime.now(UTC)
    hash_list = services.open_list(cast.STAGE, at=now)
    receipt = takedown.sent(takedown.body())
    takedown.sent(takedown.body("another picture", token="7c" * 16))
    _, member = takedown.joined(hash_list, "Fourth Forum")
    holder = services.holder_of(receipt.code, receipt.pin, key=takedown.KEY)
    with acting(cast.STAGE):
        for entry in HashEntry.objects.filter(hash_list=hash_list, algorithm="md5"):
            Feedback.objects.create(
                entry=entry, member=member, is_affirmative=True, at=now
            )
    return holder.organization_id
