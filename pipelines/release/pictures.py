"""Pieces of pages that were drawn for an earlier release: kept by what they are drawn from, as the file and the place.

To forget them costs the time to draw them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.foundation.store import Store

if TYPE_CHECKING:
    from pipelines.release.crops import Crop

_DIGITS = 16


@dataclass(frozen=True)
class Pictures:
    """Where drawn pieces are kept; `made_by` is the fingerprint of all that draws them."""

    store: Store
    made_by: str

    def draw(self, pdf: Path, sha256: str, crops: Sequence[Crop]) -> Mapping[int, bytes]:
        """The pieces of a file, by their place among those asked for, as `crops.draw` gives them.

        `sha256` is the file's digest. What could not be drawn wholly is tried again the next time.
        """
        key = self._key(sha256, crops)
        kept = dict(self._kept(key, len(crops)))
        if len(kept) == len(crops):
            return kept
        drawn = drawn_pieces(pdf, crops)
        if len(drawn) == len(crops):
            self.store.drop(key)
            with self.store.put_whole(key) as folder:
                for number, image in drawn.items():
                    (folder / _file(number)).write_bytes(image)
        return drawn

    def _kept(self, key: str, count: int) -> Iterator[tuple[int, bytes]]:
        for number in range(count):
            image = self.store.read(key, _file(number))
            if image is None:
                return
            yield number, image

    def _key(self, sha256: str, crops: Sequence[Crop]) -> str:
        what = hashlib.sha256(repr(crops).encode()).hexdigest()[:_DIGITS]
        return f"pictures/{self.made_by}/{sha256[:2]}/{sha256}-{what}"


def drawn_pieces(pdf: Path, crops: Sequence[Crop]) -> Mapping[int, bytes]:
    """The pieces of a file, by their place among those asked for; those are missing that can't be drawn."""
    # Here and not above: what draws is loaded where something is to be drawn.
    from pipelines.release.crops import draw

    return {int(name): image for name, image in draw(pdf, ((str(number), crop) for number, crop in enumerate(crops)))}


def _file(number: int) -> str:
    return f"{number}.webp"
