"""What is published elsewhere: documents named by their addresses, and the pages that list them, fetched and kept."""
