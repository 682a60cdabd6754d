"""How an explanation tells numbers of things beside the 三公 amounts, as `counts.yaml` declares it."""

from __future__ import annotations

import re
from functools import cache
from typing import Self

from pydantic import model_validator

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.patterns import Patterns
from pipelines.interpretation.declared.vocabulary import Count


class StatedCount(Declaration):
    """What a number counts that a pattern finds as its group `number`."""

    item: Count
    text: re.Pattern[str]

    @model_validator(mode="after")
    def _finds_a_number(self) -> Self:
        if "number" not in self.text.groupindex:
            raise ValueError("the pattern has no group `number`")
        return self


class StatedCounts(Patterns):
    """The patterns of `counts.yaml`; the file tells what each is."""

    item: tuple[StatedCount, ...]
    other_number: re.Pattern[str]
    counted_beside: re.Pattern[str]
    counted_after: re.Pattern[str]
    leads_to_a_number: re.Pattern[str]
    last_year: re.Pattern[str]
    year: re.Pattern[str]


COUNTS = DeclarationFile("pipelines.interpretation.declared", "counts.yaml", StatedCounts)


@cache
def counts() -> StatedCounts:
    """What `counts.yaml` declares."""
    return COUNTS.load()
