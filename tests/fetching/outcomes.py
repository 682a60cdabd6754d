"""What is kept of attempts, as tests compare it."""

from pathlib import Path

from pipelines.fetching.record import Outcome, read_attempts


def attempts(raw: Path, path: str = ".pdf") -> list[tuple[Outcome, int | None]]:
    """What came of the attempts at addresses with a path, in order, and the server's status."""
    return [(each.outcome, each.status) for each in read_attempts(raw) if path in each.url]
