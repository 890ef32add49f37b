"""Taking in a table of clients, holdings, liabilities or risk assessments."""
