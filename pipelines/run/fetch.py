"""What is published elsewhere, fetched before a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.extraction.formats import format_of, is_whole
from pipelines.fetching.limits import Limits
from pipelines.fetching.record import Outcome
from pipelines.fetching.wanted import read_wanted
from pipelines.run.watch import Watch


@dataclass(frozen=True)
class Fetched:
    """What came of the documents that are wanted: how many of each outcome, and a line for each thing that is amiss."""

    counts: Mapping[Outcome, int]
    problems: tuple[str, ...]


def fetch_sources(raw: Path, watch: Watch, limits: Limits | None = None, allow_private: bool = False) -> Fetched:
    """Fetch what `sources.csv` of the folder names by address, where it is new or has changed.

    What can't be fetched leaves what is there as it is.
    """
    wanted, told = read_wanted(raw)
    if not wanted:
        return Fetched({}, told)
    # Here and not above: most folders name nothing by address, and what talks to servers takes long to load.
    from pipelines.fetching.fetcher import Fetcher

    problems = list(told)
    counts: Counter[Outcome] = Counter()
    with closing(Fetcher(raw, format_of, is_whole, limits or Limits(), allow_private)) as fetcher:
        documents, amiss = fetcher.listed(wanted)
        problems += amiss
        with watch.stage("fetch", len(documents)) as progress:
            for document in documents:
                progress.working([document.url])
                attempt = fetcher.fetch(document)
                counts[attempt.outcome] += 1
                if attempt.error:
                    problems.append(f"{document.url}: {attempt.error}")
                progress.done(document.url, attempt.error or attempt.outcome)
    return Fetched(counts, tuple(problems))
