"""What a run has changed of what is published, for whoever tells how it ended."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from pipelines.foundation.objects import StorageError
from pipelines.release.place import PlaceError
from pipelines.release.version import Version
from pipelines.run.places import Places

NOTHING_PUBLISHED = "nothing was published"
"""What is told of an end that leaves what is published as it was."""


@dataclass(frozen=True)
class Standing:
    """Which version was published in the places of a run when it began; None for none."""

    places: Places
    before: Version | None

    @classmethod
    def of(cls, places: Places) -> Standing:
        """How it stands now. Raises StorageError and PlaceError."""
        return cls(places, places.version)

    def told(self) -> str:
        """Whether a release was published since, in words that may end a sentence."""
        try:
            now = self.places.version
        except (StorageError, PlaceError) as error:
            return f"whether a release was published can't be told: {error}"
        return NOTHING_PUBLISHED if now in (None, self.before) else f"release {now} was published"

    @contextmanager
    def told_to_interruptions(self) -> Generator[None]:
        """Let a KeyboardInterrupt say what was published before it came."""
        try:
            yield
        except KeyboardInterrupt:
            raise KeyboardInterrupt(self.told()) from None
