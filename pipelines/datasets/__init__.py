"""What is published: the schema of each dataset, declared once, and its rows as frames and Arrow tables."""
