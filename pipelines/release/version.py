"""The names of releases: the day of their newest input, and a number where a day has several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

_VERSION = re.compile(r"(?P<year>\d{4})\.(?P<month>\d\d)\.(?P<day>\d\d)(?:\.(?P<number>[2-9]|[1-9]\d+))?")


@dataclass(frozen=True, order=True)
class Version:
    """`2026.03.01`, and `2026.03.01.2` for the second release of that day."""

    day: date
    number: int = 1

    def __str__(self) -> str:
        return f"{self.day:%Y.%m.%d}" + (f".{self.number}" if self.number > 1 else "")

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """The version that a text is; None where it is none."""
        match = _VERSION.fullmatch(text)
        if match is None:
            return None
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None
        return cls(day, int(match["number"] or 1))

    def after(self, others: Iterable[Version]) -> Version:
        """This version, or the next one that is later than all others: a release never looks older than the last."""
        newest = max(others, default=None)
        return self if newest is None or self > newest else Version(newest.day, newest.number + 1)


def day_of(documents: pa.Table, corrected: Iterable[date], files: Iterable[Path]) -> date:
    """The day of the newest input: of what is recorded, else of the files themselves.

    `documents` are rows of the dataset; recorded are the days on which documents were published or retrieved, and
    those of corrections. Where nothing is recorded, the newest file's time of change (UTC) tells, never the clock.
    Raises ValueError where there is no input.
    """
    recorded = [*(day for day in documents["published_on"].to_pylist() if day), *corrected]
    recorded += [
        datetime.fromisoformat(moment).date() for moment in documents["retrieved_at"].to_pylist() if moment is not None
    ]
    if recorded:
        return max(recorded)
    changed = [path.stat().st_mtime for path in files if path.exists()]
    return datetime.fromtimestamp(max(changed), UTC).date()
