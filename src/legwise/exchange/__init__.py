"""Reports to take along, to file and to send."""
