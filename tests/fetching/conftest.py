"""A server that misbehaves as it is told to, and what fetches from it without waiting."""

from collections.abc import Callable, Iterator

import pytest

from pipelines.extraction.formats import format_of, is_whole
from pipelines.fetching.fetcher import Fetcher
from pipelines.fetching.limits import Limits
from pipelines.fetching.record import Attempt
from pipelines.fetching.wanted import read_wanted
from tests.fetching.server import Site, serving

LIMITS = Limits(interval=0.0, attempts=3, first_wait=1.0, longest_wait=60.0, seconds=30.0)


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(server) -> Site:
    server.answers.clear()
    server.asked.clear()
    return server


@pytest.fixture
def waits() -> list[float]:
    """How long was waited, in seconds, instead of waiting."""
    return []


Fetch = Callable[..., list[Attempt]]


@pytest.fixture
def fetch(tmp_path, waits) -> Fetch:
    """Fetch what a `sources.csv` asks for, as one run; gives the last attempt for each document."""

    def run(*records: str, columns: str = "url", limits: Limits = LIMITS, private: bool = True) -> list[Attempt]:
        if records:
            (tmp_path / "sources.csv").write_text("\n".join([columns, *records]) + "\n", encoding="utf-8")
        wanted, problems = read_wanted(tmp_path)
        assert problems == ()
        fetcher = Fetcher(tmp_path, format_of, is_whole, limits, allow_private=private, sleep=waits.append)
        documents, _ = fetcher.listed(wanted)
        try:
            return [fetcher.fetch(document) for document in documents]
        finally:
            fetcher.close()

    return run
