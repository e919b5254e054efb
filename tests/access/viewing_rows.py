"""Who sees which rows about viewing: the clearinghouse, and officers who saw what."""

# ruff: noqa: S608 - statements are made of our own tables' names

VIEWING = (
    "viewing_concern",
    "viewing_filebasis",
    "viewing_hold",
    "viewing_preference",
    "viewing_ticket",
)
SEEN_WITH_THE_FILE = (
    "file_id IN (SELECT id FROM files_reportedfile WHERE report_id IN"
    " (SELECT report_id FROM referral_referral WHERE agency_id = {o}"
    " AND ended_at IS NULL))"
)
WITHDRAWN_WITH_IT = (
    f"basis_id IN (SELECT basis_id FROM viewing_viewing WHERE {SEEN_WITH_THE_FILE})"
)
NEVER_OF_VIEWING = {
    "viewing_basiswithdrawal": [("UD", "true")],
    "viewing_concern": [("D", "true")],
    "viewing_filebasis": [("UD", "true")],
    "viewing_viewing": [("UD", "true")],
}
