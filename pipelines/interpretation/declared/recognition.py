"""The words of titles that tell standard tables apart, and those that don't, as `recognition.yaml` declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

from pipelines.foundation.declaration import DeclarationFile
from pipelines.foundation.patterns import Patterns
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.values import StandardTableName

Folded = Annotated[str, AfterValidator(fold_text)]


class TitleWords(Patterns):
    """How a title is brought to its core: what is taken off it by pattern, kept whole, replaced, taken out.

    Words in brackets say nothing but for `restrictions`. A title with one of the words of `others` is of no standard
    table. One that several tables have is told by a label under it.
    """

    before_year: re.Pattern[str]
    number: re.Pattern[str]
    continued: re.Pattern[str]
    restrictions: tuple[Folded, ...]
    protected: tuple[Folded, ...]
    same: Mapping[Folded, Folded]
    others: tuple[Folded, ...]
    told_by_label: Mapping[Folded, Mapping[Folded, StandardTableName]]
    noise: tuple[Folded, ...]


RECOGNITION = DeclarationFile("pipelines.interpretation.declared", "recognition.yaml", TitleWords)


@cache
def title_words() -> TitleWords:
    """What `recognition.yaml` declares, longer words before shorter ones."""
    declared = RECOGNITION.load()
    same = dict(sorted(declared.same.items(), key=lambda pair: -len(pair[0])))
    return declared.model_copy(update={"same": same, "noise": tuple(sorted(declared.noise, key=lambda w: -len(w)))})
