"""The files of a release besides those of its datasets, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.datasets.dictionary import dictionary
from pipelines.release.package import Edition

Maker = Callable[[Path, Edition], None]
"""Writes files of a release to its folder, in which those of the datasets are."""


def _dictionary(release: Path, edition: Edition) -> None:
    text = dictionary([each.dataset for each in edition.publications])
    (release / "data_dictionary.md").write_text(text, encoding="utf-8", newline="\n")


DATA_MAKERS: tuple[Maker, ...] = ()
"""What holds data as well: listed in the descriptor."""

MAKERS: tuple[Maker, ...] = (_dictionary,)
