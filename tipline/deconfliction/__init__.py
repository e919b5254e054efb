"""Deconfliction: two agencies that work on the same learn of each other, and no more.

Takes what reports share and what agencies took up; gives whom to call. No report, no
case and no identifier of one agency is shown to another, and whoever learns of an
agency is made known to it.
"""
