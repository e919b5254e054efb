-- Count an agency's month anew.
SELECT casework_count_month(%(agency)s, %(month)s)
