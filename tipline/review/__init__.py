"""What people say that a file shows, once for each distinct content.

Takes the contents that machines could not settle, hands each to one person at a time,
asks a second one who does not see the first, and a senior where they differ. Gives the
labels that stand, and everything ever said.
"""
