"""What was published: the registry of sources, and files made ready for reading or refused with a reason."""
