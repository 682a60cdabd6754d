"""What a host lets its visitors fetch: its robots.txt, asked once (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from protego import Protego

from pipelines.fetching.addresses import AddressError
from pipelines.fetching.client import AGENT, FailedError, RefusedError
from pipelines.fetching.limits import Limits

LARGEST_ROBOTS = 512_000
_ROBOTS_FILE = "/robots.txt"
_TOO_MANY_REQUESTS = 429


@dataclass
class Robots:
    """The rules of the hosts that were asked so far. `ask` gives the text of a robots.txt as `Fetcher` fetches it."""

    limits: Limits
    ask: Callable[[str], str]
    _rules: dict[str, Protego | str] = field(default_factory=dict)

    def interval(self, url: httpx.URL) -> float:
        """The seconds between two requests to the host of an address. Raises RefusedError where it may not be asked."""
        place = str(url.copy_with(path=_ROBOTS_FILE, query=None, fragment=None))
        if place not in self._rules:
            self._rules[place] = self._read(place)
        rules = self._rules[place]
        if isinstance(rules, str):
            raise RefusedError(rules)
        if not rules.can_fetch(str(url), AGENT):
            raise RefusedError("robots.txt asks not to fetch it")
        asked = rules.crawl_delay(AGENT) or 0.0
        return min(max(self.limits.interval, asked), max(self.limits.longest_interval, self.limits.interval))

    def _read(self, place: str) -> Protego | str:
        """The rules; a line instead where nobody can know them. A host without robots.txt lets all be fetched."""
        try:
            return Protego.parse(self.ask(place))
        except FailedError as error:
            return Protego.parse("") if is_absent(error.status) else _unread(error)
        except RefusedError as error:
            # Of a host that may not be asked, that is to be said of the document too.
            return str(error) if isinstance(error.__cause__, AddressError) else _unread(error)


def is_absent(status: int | None) -> bool:
    """Whether a host that answers with a status, when it is asked for its robots.txt, has none."""
    return status is not None and 400 <= status < 500 and status != _TOO_MANY_REQUESTS


def _unread(error: FailedError | RefusedError) -> str:
    return f"its robots.txt can't be read ({error})"
