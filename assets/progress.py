"""How far a run is, for whoever started the command: a bar on a terminal, else lines with their times."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tqdm import tqdm

from pipelines.run.watch import Lines, Progress, Silence, Watch

_LINE = "%(asctime)s %(message)s"
_BAR = "{desc} {percentage:3.0f}% |{bar}| {n} of {total}, {remaining} left{postfix}"


def watch_for(verbosity: int) -> Watch:
    """Who looks on: nobody below 0; from 1 on, every document is told."""
    if verbosity < 0:
        return Silence()
    if sys.stderr.isatty():
        return Bar(each=verbosity > 0)
    log = logging.getLogger("yusuan")
    log.propagate = False
    log.setLevel(logging.DEBUG if verbosity > 0 else logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_LINE, "%Y-%m-%d %H:%M:%S"))
    log.handlers = [handler]
    return Lines(log)


@dataclass(frozen=True)
class Bar:
    """A bar for each stage: documents done, of how many, the time left, and what is worked on."""

    each: bool
    """Whether a line tells of each document above the bar."""

    @contextmanager
    def stage(self, name: str, documents: int) -> Iterator[Progress]:
        with tqdm(total=documents, desc=name, bar_format=_BAR, dynamic_ncols=True, disable=documents == 0) as bar:
            yield _Drawn(bar, self.each)


@dataclass(frozen=True)
class _Drawn:
    bar: tqdm
    each: bool

    def working(self, documents: Sequence[str]) -> None:
        self.bar.set_postfix_str(" ".join(documents))

    def done(self, document: str, said: str | None) -> None:
        if self.each:
            self.bar.write(f"{self.bar.desc}: {document}: {said or 'done'}", file=sys.stderr)
        self.bar.update()
