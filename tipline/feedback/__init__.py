"""What became of a report at an agency: its answer, in the published words.

Takes an officer's answer, from the report's page or by a link in the packet, keeps all
of them, offers to clear what proves to be nothing, and gives counts: to platforms so
that nobody can tell what became of a single report.
"""
