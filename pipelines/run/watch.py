"""Who looks on while a stage is done for many documents: nobody, or a log that says now and then how far it is."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """What is told of one stage while it is done."""

    def working(self, documents: Sequence[str]) -> None:
        """These documents are worked on now."""
        ...

    def done(self, document: str, said: str | None) -> None:
        """A document is through; `said` is why it has no result."""
        ...


class Watch(Protocol):
    """Somebody who looks on."""

    def stage(self, name: str, documents: int) -> AbstractContextManager[Progress]:
        """A stage begins, for so many documents; at the end of the context it is over."""
        ...


@dataclass(frozen=True)
class Silence:
    """Nobody looks on."""

    @contextmanager
    def stage(self, name: str, documents: int) -> Iterator[Progress]:
        yield self

    def working(self, documents: Sequence[str]) -> None:
        pass

    def done(self, document: str, said: str | None) -> None:
        pass


@dataclass(frozen=True)
class Lines:
    """A log: a line when a stage begins and ends and every `interval` seconds between; each document at DEBUG."""

    log: logging.Logger
    interval: float = 30.0

    @contextmanager
    def stage(self, name: str, documents: int) -> Iterator[Progress]:
        if documents == 0:
            yield Silence()
            return
        progress = _Count(self, name, documents)
        self.log.info("%s: %d documents to do", name, documents)
        yield progress
        self.log.info("%s: %d documents in %s", name, documents, clock(time.monotonic() - progress.begun))


@dataclass
class _Count:
    lines: Lines
    stage: str
    documents: int
    count: int = 0
    begun: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def working(self, documents: Sequence[str]) -> None:
        now = time.monotonic()
        if now - self.told >= self.lines.interval:
            self.told = now
            left = clock((now - self.begun) / self.count * (self.documents - self.count)) if self.count else "?"
            self.lines.log.info(
                "%s: %d of %d, %s left; %s", self.stage, self.count, self.documents, left, ", ".join(documents)
            )

    def done(self, document: str, said: str | None) -> None:
        self.count += 1
        self.lines.log.debug("%s: %s: %s", self.stage, document, said or "done")


def clock(seconds: float) -> str:
    """Seconds as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
