"""The pages of whoever answers alarms: analysts, operators and officers alike."""
