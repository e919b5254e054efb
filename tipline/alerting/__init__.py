"""Who is called when a child may be in danger now, until somebody answers.

A report that comes to level 1 raises an alarm at the clearinghouse and at each agency
that has it: on every page, by mail, by webhook. It is repeated until somebody
acknowledges it. A watch looks after each such report until its agency has said that it
received it, and raises an alarm for whatever goes wrong in silence.
"""
