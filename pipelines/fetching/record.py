"""Every attempt to fetch something, kept beside the documents for as long as they are: what `fetches` is made of."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pipelines.foundation.record import Record

FETCHES_FILE = ".fetches.jsonl"
PUBLISHED = (
    "fetched_at",
    "url",
    "attempt",
    "outcome",
    "status",
    "final_url",
    "source_file",
    "bytes",
    "sha256",
    "error",
)
"""What `fetches` says of an attempt."""

_OF_THE_SERVER = ("etag", "last_modified")


class Outcome(StrEnum):
    """What came of an attempt."""

    STORED = "stored"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    PAGE = "page"
    ABSENT = "absent"
    REFUSED = "refused"
    FAILED = "failed"


_NOTHING = frozenset({Outcome.REFUSED, Outcome.FAILED})
_DAYS_OF_A_DEAD_SOURCE = 3


class Asked(NamedTuple):
    """That an address was asked at a moment (ISO 8601), and what came of it."""

    moment: str
    url: str
    outcome: str


@dataclass(frozen=True)
class Attempt:
    """One request, with its redirects: what was asked when, and what came of it.

    `status` is None where no answer came. `etag` and `last_modified` are what the server said of what was stored.
    """

    fetched_at: str
    url: str
    attempt: int
    outcome: Outcome
    status: int | None = None
    final_url: str | None = None
    source_file: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None


def now() -> str:
    """This moment in UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_attempts(raw: Path) -> Iterator[Attempt]:
    """The attempts in the order in which they were made. A line that a power cut tore is passed over."""
    path = raw / FETCHES_FILE
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            try:
                kept = json.loads(line)
                yield Attempt(**{**kept, "outcome": Outcome(kept["outcome"])})
            except (ValueError, TypeError, KeyError):
                continue


def keep_attempt(raw: Path, attempt: Attempt) -> None:
    """Add an attempt to those that are kept."""
    path = raw / FETCHES_FILE
    with path.open("ab+") as stream:
        if stream.tell() and not _ends_whole(path):
            stream.write(b"\n")
        stream.write(json.dumps(asdict(attempt), ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def stored(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """The attempt that stored what is there of each address, with what the server said of it last."""
    found: dict[str, Attempt] = {}
    for each in attempts:
        if each.outcome in (Outcome.STORED, Outcome.REPLACED):
            found[each.url] = each
        elif each.outcome is Outcome.UNCHANGED and each.status == 200 and each.url in found:
            found[each.url] = replace(found[each.url], etag=each.etag, last_modified=each.last_modified)
    return found


def dead_addresses(asked: Iterable[Asked]) -> frozenset[str]:
    """The addresses of which nothing came on the last three days on which they were asked."""
    answered: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for each in asked:
        days = answered[each.url]
        day = each.moment[: len("2025-03-01")]
        days[day] = days.get(day, False) or each.outcome not in _NOTHING
        if len(days) > _DAYS_OF_A_DEAD_SOURCE:
            del days[next(iter(days))]
    return frozenset(
        url for url, days in answered.items() if len(days) == _DAYS_OF_A_DEAD_SOURCE and not any(days.values())
    )


def fetch_records(raw: Path) -> Iterator[Record]:
    """The rows of `fetches`, in the order in which the attempts were made."""
    for attempt in read_attempts(raw):
        kept = asdict(attempt)
        yield {name: value for name, value in kept.items() if name not in _OF_THE_SERVER}
