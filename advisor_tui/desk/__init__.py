"""What an advisor does: a file for each job; every public method is one transaction."""
