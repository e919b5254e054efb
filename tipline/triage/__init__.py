"""Priority, designation and escalation: what is urgent, and why."""
