"""What every capability stands on, and what knows nothing of reports."""
