"""Which rows of hash lists a member may see and change, as SQL; `{o}` is its number."""

# ruff: noqa: S608 - statements are made of our own tables' names

LISTS = (
    "SELECT hash_list_id FROM hashlist_listaccess"
    " WHERE organization_id = {o} AND ended_at IS NULL"
)
MEMBERS = LISTS.replace("hash_list_id", "member_id")
HELD = f"{LISTS} AND tier <> 'match-only'"
FETCHES = f"access_id IN ({MEMBERS})"
ADDS = f"{MEMBERS} AND may_contribute"
ITEM_SEEN = (
    f"hash_list_id IN ({HELD}) AND listed_at IS NOT NULL"
    f" AND (canary_for_id IS NULL OR canary_for_id IN ({MEMBERS}))"
)
OWN_ITEM = f"basis = 'member' AND member_id IN ({ADDS})"
OWN_ITEMS = f"SELECT id FROM hashlist_hashitem WHERE {OWN_ITEM}"
ENTRY_SEEN = (
    f"item_id IN (SELECT id FROM hashlist_hashitem WHERE {ITEM_SEEN})"
    " AND (algorithm IN ('md5', 'sha1', 'sha256')"
    f" OR hash_list_id IN ({LISTS} AND tier = 'perceptual')"
    " OR item_id IN (SELECT id FROM hashlist_hashitem"
    f" WHERE member_id IN ({MEMBERS})))"
    " AND (item_id NOT IN (SELECT item_id FROM hashlist_itemaudience)"
    f" OR item_id IN (SELECT item_id FROM hashlist_itemaudience"
    f" WHERE member_id IN ({MEMBERS}))"
    " OR item_id IN (SELECT id FROM hashlist_hashitem"
    f" WHERE member_id IN ({MEMBERS})))"
)
# What a member may do to the rows that keep account of its use of a list.
ACCOUNTS = {
    "hashlist_listfetch": "SIU",
    "hashlist_matchquestion": "SID",
    "hashlist_probingalarm": "SI",
}
OURS = (
    "accounts_senioritywish",
    "hashlist_itemcount",
    "hashlist_listhits",
    "hashlist_proposal",
    "hashlist_review",
    "hashlist_subscription",
    "jobs_steprun",
    "matching_claimedhash",
    "matching_lookback",
    "matching_picturematch",
    "matching_sweep",
    "matching_sweeppart",
)
NOTED = "kind IN ('entry', 'item') AND position IS NULL"
ITEMS = "SELECT id FROM hashlist_hashitem WHERE "
ENTRIES = "SELECT id FROM hashlist_hashentry WHERE "
AUDITS = "SELECT id FROM hashlist_listaudit WHERE organization_id = {o}"
AUDITED_LISTS = AUDITS.replace("SELECT id", "SELECT hash_list_id")
SAMPLED = f"SELECT item_id FROM hashlist_auditeditem WHERE audit_id IN ({AUDITS})"
# Statements that read no column, so that only the policy of their own verb binds them.
BLIND_LISTS = {
    "hashlist_itemaudience": ("D", "DELETE FROM {t}"),
    "hashlist_listfetch": ("U", "UPDATE {t} SET fetched_at = now()"),
    "hashlist_hashitem": ("U", "UPDATE {t} SET changed_at = now()"),
    "hashlist_hashentry": ("U", "UPDATE {t} SET withdrawn_at = now()"),
    "hashlist_feedback": ("U", "UPDATE {t} SET at = now()"),
    "hashlist_auditeditem": ("U", "UPDATE {t} SET note = ''"),
    "hashlist_matchquestion": ("D", "DELETE FROM {t}"),
}
# The column by which a row could be handed to somebody else.
TENANT_OF_LISTS = {
    "hashlist_listfetch": "access_id",
    "hashlist_hashitem": "member_id",
    "hashlist_hashentry": "item_id",
    "hashlist_feedback": "member_id",
    "hashlist_auditeditem": "audit_id",
}
