"""The typed environment, the settings, the addresses, and the ways in."""
