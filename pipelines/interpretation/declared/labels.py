"""Labels that several readers know, declared once in `labels.yaml` and named in place of them: `<project_name>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

from pipelines.foundation.declaration import DeclarationFile

_NAME = re.compile(r"<(\w+)>")

LABELS: DeclarationFile[Mapping[str, tuple[str, ...]]] = DeclarationFile(
    "pipelines.interpretation.declared",
    "labels.yaml",
    Mapping[str, tuple[str, ...]],  # pyright: ignore[reportArgumentType]
)


@cache
def shared_labels() -> Mapping[str, tuple[str, ...]]:
    """The shared labels by the name of their group. Raises DeclarationError."""
    return LABELS.load()


def _spelled_out(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for text in texts for label in _labels(text))


def _labels(text: str) -> Iterator[str]:
    match = _NAME.fullmatch(text)
    if match is None:
        yield text
    elif match[1] in shared_labels():
        yield from shared_labels()[match[1]]
    else:
        raise ValueError(f"labels.yaml has no group {match[1]}")


Texts = Annotated[tuple[str, ...], AfterValidator(_spelled_out)]
"""Printed texts, with the labels of a group in place of its name."""
