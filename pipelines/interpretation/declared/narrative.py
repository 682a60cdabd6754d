"""How the explanation of a budget is written, as `narrative.yaml` declares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pipelines.datasets import enumerations as enums
from pipelines.foundation.declaration import DeclarationFile, OneOf
from pipelines.foundation.patterns import Patterns

Regex = re.Pattern[str]
Fund = Annotated[str, OneOf(enums.FUND)]
Measure = Annotated[str, OneOf(enums.MEASURE)]


class NarrativePatterns(Patterns):
    """The patterns by which the explanation of a budget is read; the file tells what each is."""

    amount: Regex
    number: Regex
    heading_numbers: tuple[Regex, ...]
    heading: Regex
    heading_line: Regex
    run_in_heading: Regex
    unnumbered_heading: Regex
    contents: Regex
    cut_amount: Regex
    breaks_off: Regex
    used_for: Regex
    not_explained: Regex
    bound: Regex
    before_no_amount: Regex
    after_no_amount: Regex
    change: Regex
    change_of: Regex
    same_period: Regex
    counted: Regex
    comparison: Regex
    compared_amount: Regex
    after_compared: Regex
    share: Regex
    arrived: Regex
    announces_parts: Regex
    ends_parts: Regex
    subject_opening: Regex
    subject_year: Regex
    year_told: Regex
    other_year: Regex
    subject_ending: Regex
    final_accounts: Regex
    planned: Regex
    speaks_of_revenue: Regex
    budget_ending: Regex
    heading_ending: Regex
    names_an_amount: Regex
    generic: Regex
    spent: Regex
    names_a_class: Regex
    measure: Mapping[Measure, Regex]
    fund: Mapping[Fund, Regex]
    fund_in_general: Mapping[Fund, Regex]


NARRATIVE = DeclarationFile("pipelines.interpretation.declared", "narrative.yaml", NarrativePatterns)


@cache
def narrative() -> NarrativePatterns:
    """The patterns of `narrative.yaml`."""
    return NARRATIVE.load()
