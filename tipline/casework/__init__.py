"""The agency's side: how officers work what was made available to them.

Takes referrals; gives a queue in the agency's own order, cases that gather reports,
notes and tasks. Promises that every row belongs to one agency, that two officers never
write over each other unawares, and that nobody else reads what an agency wrote.
"""
