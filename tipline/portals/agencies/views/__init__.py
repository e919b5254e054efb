"""One module per page of the agencies' portal."""
