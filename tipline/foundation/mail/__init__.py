"""Mail by the operator's SMTP server; what is sent holds numbers and links only."""
