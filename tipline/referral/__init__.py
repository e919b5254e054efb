"""Referral: where it happened, who is responsible, and what was handed over.

Takes a report's location evidence; gives ranked places with their reasons, and at least
one agency for every report. Evidence is stored whole and never silently reduced to one
answer; places come from dated tables that an operator can replace.
"""
