"""What passes between Tipline and the programs of agencies.

Takes writing requests of programs that may come twice, and keeps what they were
answered, so that the second one does nothing and is told the same. Gives signed events
to addresses of agencies, each written in the transaction of the change that it tells
of.
"""
