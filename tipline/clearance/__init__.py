"""Somebody found that a report or its files are not what they were taken for.

Takes an agency's or an analyst's word, tells the platform and every agency that has the
report, and lets a second person decide. What is confirmed withdraws labels and takes
our own entries off the lists; nobody alone does that.
"""
