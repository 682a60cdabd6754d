"""How far a fetch goes: times, sizes, rates."""

from dataclasses import dataclass

from pipelines.documents.registry import LARGEST_FILE


@dataclass(frozen=True)
class Limits:
    """What bounds a fetch. Times in seconds."""

    attempts: int = 4
    """How often one address is asked in one run."""
    seconds: float = 300.0
    """From the connection to the last byte of one request."""
    silence: float = 30.0
    """Without a byte."""
    largest: int = LARGEST_FILE
    """Bytes of a document."""
    largest_page: int = 10_000_000
    """Bytes of a page that lists documents."""
    redirects: int = 5
    interval: float = 1.0
    """Between two requests to one host, unless its robots.txt asks for more."""
    longest_interval: float = 30.0
    """What is granted to a robots.txt that asks for more."""
    first_wait: float = 2.0
    """Before the second attempt; doubled from one to the next."""
    longest_wait: float = 120.0
    """Before an attempt; an address that asks for more by Retry-After is left for the next run."""
    pages: int = 200
    """Of one list."""
