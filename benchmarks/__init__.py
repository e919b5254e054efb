"""What is compared with peers or with the machine, runnable by anybody."""
