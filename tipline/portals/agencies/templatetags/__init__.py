"""Words and marks for the templates of the agencies' portal."""
