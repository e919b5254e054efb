"""What was done, by whom, to what: append-only and hash-chained.

An entry is written in the transaction of the change it tells of, by a trigger that
computes its hash; if the entry cannot be written, the change does not happen. Entries
hold ids, never names or texts.
"""
