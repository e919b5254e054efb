"""The law-enforcement portal: what was made available to an agency."""
