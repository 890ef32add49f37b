"""What stands behind F9."""
