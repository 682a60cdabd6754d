"""What is new or changed of what is wanted, fetched: pages that list documents first, then the documents."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from re import Pattern
from typing import IO

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from pipelines.documents.registry import HEAD_BYTES, FormatOf
from pipelines.fetching.archive import Archive
from pipelines.fetching.client import Client, FailedError, RefusedError, Reply
from pipelines.fetching.limits import Limits
from pipelines.fetching.pages import Link, ListingPage
from pipelines.fetching.record import Attempt, Outcome, keep_attempt, now, read_attempts, stored
from pipelines.fetching.robots import LARGEST_ROBOTS, Robots, is_absent
from pipelines.fetching.wanted import Wanted
from pipelines.foundation.guard import Broken, guarded

_NOT_MODIFIED = 304
_HOST = re.compile(r"^\w+://([^/?#]+)")


def _failed(attempt: Attempt, error: FailedError) -> Attempt:
    """An attempt without a usable answer."""
    return replace(attempt, status=error.status or attempt.status, error=str(error))


def _absent_or_failed(attempt: Attempt, error: FailedError) -> Attempt:
    """An attempt to fetch a robots.txt, of which there need not be one."""
    if is_absent(error.status):
        return replace(attempt, status=error.status, outcome=Outcome.ABSENT)
    return _failed(attempt, error)


@dataclass(frozen=True)
class Listed:
    """A document that is wanted: its address, and what is known of it before it is read."""

    url: str
    facts: Mapping[str, str]


@dataclass
class Fetcher:
    """Fetches into a folder of documents. Every attempt is kept there (`record`)."""

    raw: Path
    format_of: FormatOf
    is_whole: Callable[[str, IO[bytes]], bool]
    """Whether a document of a kind ends as such ones do."""
    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._archive = Archive(self.raw)
        self._client = Client(self.limits, self.allow_private, self.sleep)
        self._robots = Robots(self.limits, self._text)
        self._stored = stored(read_attempts(self.raw))
        self._described: dict[str, Mapping[str, str]] = {}

    def close(self) -> None:
        """Record where what was fetched came from, and let connections go."""
        self._archive.describe(self._described)
        self._client.close()

    def listed(self, wanted: Sequence[Wanted]) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
        """The documents that are wanted, each address once, and a line for each page that can't be read."""
        problems: list[str] = []
        found: dict[str, Listed] = {each.url: Listed(each.url, each.facts) for each in wanted if not each.links}
        for each in wanted:
            if each.links:
                for link in self._links(each.url, each.links, problems):
                    known = {"note": link.title, "published_on": link.published_on and link.published_on.isoformat()}
                    facts = {**{name: text for name, text in known.items() if text}, **each.facts}
                    found.setdefault(link.url, Listed(link.url, facts))
        return _interleaved(tuple(found.values())), tuple(problems)

    def _links(self, url: str, steps: Sequence[Pattern[str]], problems: list[str]) -> Iterator[Link]:
        """The links to documents that a list and the pages it leads to have."""
        pattern, *further = steps
        for link in self._links_of_pages(url, pattern, problems):
            if not further:
                yield link
                continue
            for inner in self._links(link.url, further, problems):
                yield replace(inner, published_on=inner.published_on or link.published_on)

    def _links_of_pages(self, url: str, pattern: Pattern[str], problems: list[str]) -> Iterator[Link]:
        """The links of a list, page after page."""
        seen: set[str] = set()
        following: str | None = url
        while following is not None and following not in seen:
            if len(seen) == self.limits.pages:
                problems.append(f"{url}: it has more than {self.limits.pages} pages; the rest is not looked at")
                return
            seen.add(following)
            try:
                page = self._page(following)
            except (FailedError, RefusedError) as error:
                problems.append(f"{following}: {error}")
                return
            read = guarded("page", partial(_read, page, pattern))
            if isinstance(read, Broken):
                problems.append(f"{following}: its links can't be read ({read.error})")
                return
            ((links, following),) = read
            yield from links

    def _page(self, url: str) -> ListingPage:
        pages: list[ListingPage] = []

        def use(reply: Reply, attempt: Attempt) -> Attempt:
            content = reply.body.read()
            if self.format_of(content[:HEAD_BYTES], "") is not None:
                raise RefusedError("it is a document, no page that lists some")
            pages.append(ListingPage(reply.url, content, reply.charset))
            return replace(attempt, outcome=Outcome.PAGE)

        self._ask(url, {}, self.limits.largest_page, self._robots.interval, use)
        return pages[-1]

    def _text(self, url: str) -> str:
        """The text of a robots.txt."""
        texts: list[str] = []

        def use(reply: Reply, attempt: Attempt) -> Attempt:
            texts.append(reply.body.read().decode("utf-8-sig", "replace"))
            return replace(attempt, outcome=Outcome.PAGE)

        self._ask(url, {}, LARGEST_ROBOTS, lambda _: self.limits.interval, use, _absent_or_failed)
        return texts[-1]

    def fetch(self, document: Listed) -> Attempt:
        """Fetch a document where it is new or has changed. Returns the last attempt; none raises."""
        kept = self._stored.get(document.url)
        if kept and not self._archive.has(kept.source_file or "", kept.sha256 or ""):
            kept = None
        asked = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        # What a server said in other letters can't be said back to it.
        headers = {name: text for name, text in asked.items() if text and text.isascii()}

        def use(reply: Reply, attempt: Attempt) -> Attempt:
            return self._stored_from(reply, attempt, kept)

        try:
            attempt = self._ask(document.url, headers, self.limits.largest, self._robots.interval, use)
        except (FailedError, RefusedError):
            return self._last
        if attempt.outcome in (Outcome.STORED, Outcome.REPLACED):
            self._stored[document.url] = attempt
        self._describe(document)
        return attempt

    def _stored_from(self, reply: Reply, attempt: Attempt, kept: Attempt | None) -> Attempt:
        if reply.status == _NOT_MODIFIED:
            if kept is None:
                raise FailedError(
                    "HTTP 304, though nothing was there to compare with", status=_NOT_MODIFIED, lasting=True
                )
            return replace(attempt, outcome=Outcome.UNCHANGED, source_file=kept.source_file, sha256=kept.sha256)
        head = reply.body.read(HEAD_BYTES)
        kind = self.format_of(head, "")
        if kind is None:
            said = reply.headers.get("Content-Type", "nothing of its type")
            raise RefusedError(f"what it gives is no document (the server says {said})")
        measured = replace(
            attempt,
            sha256=reply.sha256,
            etag=reply.headers.get("ETag"),
            last_modified=reply.headers.get("Last-Modified"),
        )
        if kept and kept.sha256 == reply.sha256:
            return replace(measured, outcome=Outcome.UNCHANGED, source_file=kept.source_file)
        if kept and not self.is_whole(kind, reply.body):
            raise FailedError("its end is missing; what is there stays", status=reply.status)
        file = self._archive.file_of(attempt.url, kind)
        replaces = self._archive.store(file, reply)
        return replace(measured, outcome=Outcome.REPLACED if replaces else Outcome.STORED, source_file=file)

    def _describe(self, document: Listed) -> None:
        kept = self._stored[document.url]
        origin = {"url": document.url, "sha256": kept.sha256 or "", "retrieved_at": kept.fetched_at}
        self._described[kept.source_file or ""] = {**document.facts, **origin}

    def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        largest: int,
        may: Callable[[httpx.URL], float],
        use: Callable[[Reply, Attempt], Attempt],
        failed: Callable[[Attempt, FailedError], Attempt] = _failed,
    ) -> Attempt:
        """Ask until there is an answer that can be used; each attempt is kept. Raises the last one's error."""
        retrying = Retrying(
            sleep=self.sleep,
            stop=stop_after_attempt(self.limits.attempts),
            wait=self._wait,
            retry=retry_if_exception(self._is_passing),
            reraise=True,
        )
        for trial in retrying:
            with trial:
                number = trial.retry_state.attempt_number
                return self._ask_once(Attempt(now(), url, number, Outcome.FAILED), headers, largest, may, use, failed)
        raise AssertionError("an attempt returns or raises")

    def _ask_once(
        self,
        attempt: Attempt,
        headers: Mapping[str, str],
        largest: int,
        may: Callable[[httpx.URL], float],
        use: Callable[[Reply, Attempt], Attempt],
        failed: Callable[[Attempt, FailedError], Attempt],
    ) -> Attempt:
        try:
            with self._client.get(attempt.url, headers, largest, may) as reply:
                attempt = replace(attempt, status=reply.status, final_url=reply.url, bytes=reply.bytes)
                return self._kept(use(reply, attempt))
        except FailedError as error:
            self._kept(failed(attempt, error))
            raise
        except RefusedError as error:
            self._kept(replace(attempt, outcome=Outcome.REFUSED, error=str(error)))
            raise
        except (ValueError, OverflowError) as error:
            # What libraries make of the odd texts that pages and servers give.
            told = f"{type(error).__name__}: {error}"
            self._kept(replace(attempt, error=told))
            raise FailedError(told, lasting=True) from error

    def _kept(self, attempt: Attempt) -> Attempt:
        keep_attempt(self.raw, attempt)
        self._last = attempt
        return attempt

    def _is_passing(self, error: BaseException) -> bool:
        return isinstance(error, FailedError) and not error.lasting and (error.wait or 0.0) <= self.limits.longest_wait

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, FailedError) else None
        backoff = wait_exponential(multiplier=self.limits.first_wait, max=self.limits.longest_wait)(state)
        return max(backoff, asked or 0.0)


def _read(page: ListingPage, pattern: Pattern[str]) -> Iterator[tuple[tuple[Link, ...], str | None]]:
    """The links of a page that match, and the address of the page that follows."""
    yield tuple(page.links(pattern)), page.next_page()


def _interleaved(documents: Sequence[Listed]) -> tuple[Listed, ...]:
    """The documents of all hosts by turns, so that no host makes the others wait."""
    by_host: dict[str, list[Listed]] = {}
    for document in documents:
        by_host.setdefault("".join(_HOST.findall(document.url)), []).append(document)
    return tuple(each for each in chain.from_iterable(zip_longest(*by_host.values())) if each is not None)
