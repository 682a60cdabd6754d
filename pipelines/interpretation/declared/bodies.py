"""When two printed names are of one body, and what kind of body it is, as `bodies.yaml` and `renamings.yaml` say."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from pydantic import Field

from pipelines.datasets.enumerations import BODY_KIND
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.patterns import Patterns

Regex = re.Pattern[str]


class BodyPatterns(Patterns):
    """The rules by which names of bodies are compared; the file tells what each is."""

    own_level: Regex
    openings: tuple[tuple[str, str], ...]
    committee: tuple[Regex, str]
    party_committee: tuple[Regex, str, str]
    wordings: tuple[tuple[Regex, str], ...]
    unlisted_place: Regex
    kinds: tuple[tuple[Annotated[str, OneOf(BODY_KIND)], Regex], ...]


class Renaming(Declaration):
    """A body of a division that goes on under another name from a year on, and where that is said."""

    division: Annotated[str, Field(pattern=r"^(?:[1-9]\d{5}|cn)$")]
    before: str
    after: str
    year: int
    source: Annotated[str, Field(pattern=r"^https?://\S+$")]


BODIES = DeclarationFile("pipelines.interpretation.declared", "bodies.yaml", BodyPatterns)
RENAMINGS = DeclarationFile("pipelines.interpretation.declared", "renamings.yaml", tuple[Renaming, ...])


@cache
def bodies() -> BodyPatterns:
    """The rules of `bodies.yaml`."""
    return BODIES.load()


@cache
def renamings() -> tuple[Renaming, ...]:
    """The renamings of `renamings.yaml`."""
    return RENAMINGS.load()
