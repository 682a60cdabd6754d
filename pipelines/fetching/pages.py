"""Pages that list documents: their links that match a pattern, with title and date, and the page that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from pipelines.foundation.declaration import Declaration, DeclarationFile

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


class _Listing(Declaration):
    next: re.Pattern[str]
    scripted: re.Pattern[str]
    date: re.Pattern[str]
    entries: tuple[str, ...]


LISTING = DeclarationFile("pipelines.fetching", "listing.yaml", _Listing)


@cache
def _listing() -> _Listing:
    return LISTING.load()


@dataclass(frozen=True)
class Link:
    """A link of a page: where it leads, what it says, and the date beside it."""

    url: str
    title: str
    published_on: date | None


@dataclass(frozen=True)
class ListingPage:
    """A page as it was fetched from `url`; `charset` is what the server said of its bytes."""

    url: str
    content: bytes
    charset: str | None = None

    @property
    def _tree(self) -> BeautifulSoup:
        # Here and not above: it takes 0.1 s to load, and most runs fetch no list.
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.content, "html.parser", from_encoding=self.charset)

    def links(self, pattern: re.Pattern[str]) -> Iterator[Link]:
        """The links whose title and address, with a space between, match; each address once."""
        seen: set[str] = set()
        for anchor in self._tree.find_all("a", href=True):
            link = Link(self._target(anchor), _title(anchor), _date(anchor))
            if link.url not in seen and pattern.search(f"{link.title} {link.url}"):
                seen.add(link.url)
                yield link

    def next_page(self) -> str | None:
        """The address of the page that follows; None on the last one."""
        for anchor in self._tree.find_all("a", href=True):
            if _listing().next.fullmatch(anchor.get_text(strip=True)) and (target := self._target(anchor)) != self.url:
                return target
        if scripted := _listing().scripted.search(self._tree.decode()):
            following = int(scripted["current"]) + 1
            if following < int(scripted["count"]):
                return urljoin(self.url, f"{scripted['stem']}_{following}.{scripted['suffix']}")
        return None

    def _target(self, anchor: Tag) -> str:
        try:
            return urldefrag(urljoin(self.url, str(anchor["href"]).strip())).url
        except ValueError:
            return ""


def _title(anchor: Tag) -> str:
    said = str(anchor.get("title") or "") or anchor.get_text()
    return " ".join(said.split())


def _date(anchor: Tag) -> date | None:
    """The date in the entry of a link: the nearest element around it that is one of a list or table."""
    entry = anchor.find_parent(_listing().entries)
    found = _listing().date.search(entry.get_text(" ") if entry else "")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
