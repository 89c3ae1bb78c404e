"""Reports to take along, to file and to send: `job` makes a file, `report` a report, `pdf` and `html` write it."""
