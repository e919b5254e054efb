"""Who sees which rows about viewing: the clearinghouse, and officers who saw what."""

VIEWING = ("viewing_filebasis", "viewing_hold", "viewing_preference", "viewing_ticket")
SEEN_WITH_THE_FILE = (
    "file_id IN (SELECT id FROM files_reportedfile WHERE report_id IN"
    " (SELECT report_id FROM referral_referral WHERE agency_id = {o}))"
)
NEVER_OF_VIEWING = {
    "viewing_filebasis": [("UD", "true")],
    "viewing_viewing": [("UD", "true")],
}
