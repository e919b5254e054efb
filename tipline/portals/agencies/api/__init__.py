"""The interface by which programs of agencies read, work and answer reports."""
