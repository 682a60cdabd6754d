"""What of the interpretation one document alone needs, and what none does: `make lonely`."""
