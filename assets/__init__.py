"""The Dagster location, thin: what exists, what it depends on, when it runs, what is checked."""
