"""The declared words of an indicator's target: what compares, units of measure, what leaves a doubt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.interpretation.declared.values import Comparator

Texts = tuple[str, ...]


class Indicators(Declaration):
    """The words of `indicators.yaml`; see there."""

    before: Mapping[Comparator, Texts]
    behind: Mapping[Comparator, Texts]
    within: Texts
    including: Texts
    times: Texts
    dates: Texts
    joints: Texts
    scales: Texts
    counted: Texts
    no_unit: Texts
    vague: Texts
    shares: Texts
    changes: Texts
    units: tuple[Texts, ...]


INDICATORS = DeclarationFile("pipelines.interpretation.declared", "indicators.yaml", Indicators)


@cache
def indicator_words() -> Indicators:
    """The words of targets. Raises DeclarationError."""
    return INDICATORS.load()
