"""Template tags of the duty pages."""
