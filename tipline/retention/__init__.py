"""How long a cleared report is kept, what holds it, and what is left in the end.

Takes a clearance that two people agreed on; starts a clock or keeps the report apart.
When the clock ends and nothing holds the report, its files are shredded and what names
people is removed. A tombstone stays: numbers, times, counts and the audit.
"""
