"""Pages that list documents: their links that match a pattern, with title and date, and the page that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.printable import CONTROL

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


class _Listing(Declaration):
    next: re.Pattern[str]
    scripted: re.Pattern[str]
    date: re.Pattern[str]
    entries: tuple[str, ...]


_CONTROL = re.compile(f"[{CONTROL}]")

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

    @cached_property
    def _tree(self) -> BeautifulSoup:
        # Here and not above: it takes 0.1 s to load, and most runs fetch no list.
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.content, "html.parser", from_encoding=self.charset)

    def links(self, pattern: re.Pattern[str]) -> Iterator[Link]:
        """The links whose title and address, with a space between, match; each address once."""
        seen: set[str] = set()
        dates: dict[int, date | None] = {}
        for anchor in self._tree.find_all("a", href=True):
            link = Link(self._target(anchor), _title(anchor), _date(anchor, dates))
            if link.url not in seen and pattern.search(f"{link.title} {link.url}"):
                seen.add(link.url)
                yield link

    def next_page(self) -> str | None:
        """The address of the page that follows; None on the last one."""
        for anchor in self._tree.find_all("a", href=True):
            said = "".join(text.strip() for text in _texts(anchor))
            if _listing().next.fullmatch(said) and (target := self._target(anchor)) != self.url:
                return target
        if scripted := _listing().scripted.search(self._tree.decode()):
            following = int(scripted["current"]) + 1
            if following < int(scripted["count"]):
                return urljoin(self._base, f"{scripted['stem']}_{following}.{scripted['suffix']}")
        return None

    def _target(self, anchor: Tag) -> str:
        try:
            target = urldefrag(urljoin(self._base, str(anchor["href"]).strip())).url
            # As browsers ask for it: it stands in lines that people read, too.
            return _CONTROL.sub(lambda found: quote(found[0]), target)
        except ValueError:
            return ""

    @cached_property
    def _base(self) -> str:
        """What the page's links are relative to."""
        declared = self._tree.find("base", href=True)
        try:
            return urljoin(self.url, str(declared["href"]).strip()) if declared else self.url
        except ValueError:
            return self.url


def _title(anchor: Tag) -> str:
    said = str(anchor.get("title") or "") or "".join(_texts(anchor))
    return " ".join(said.split())


def _texts(anchor: Tag) -> Iterator[str]:
    """The texts in a link; one that nothing ends is ended by the next."""
    from bs4.element import NavigableString

    inside = takewhile(lambda each: getattr(each, "name", None) != "a", anchor.descendants)
    return (each for each in inside if type(each) is NavigableString)


def _date(anchor: Tag, known: dict[int, date | None]) -> date | None:
    """The date in the entry of a link: the nearest element around it that is one of a list or table.

    `known` are the dates of the entries and links before it: a page may have many in one another.
    """
    found = None
    for around in anchor.parents:
        if id(around) not in known and around.name in _listing().entries:
            known[id(around)] = _first_date(around.get_text(" "))
        if id(around) in known:
            found = known[id(around)]
            break
    known[id(anchor)] = found
    return found


def _first_date(text: str) -> date | None:
    found = _listing().date.search(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
