"""A report arrives and is finished.

Takes what a platform sends, keeps it byte for byte, answers only when it is durable.
Gives a finished report with its files' facts, and a receipt that says how complete
it is.
"""
