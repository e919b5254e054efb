"""The analysts' work place."""
