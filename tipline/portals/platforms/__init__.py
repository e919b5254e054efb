"""What a reporting platform talks to: the reporting API and its own pages."""
