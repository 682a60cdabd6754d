"""What a document says of itself: titles, names, codes, numbers of staff, as `identity.yaml` declares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

from pipelines.datasets import enumerations as enums
from pipelines.foundation.declaration import DeclarationFile, OneOf
from pipelines.foundation.patterns import Patterns

Regex = re.Pattern[str]
Scope = Annotated[Literal["department", "unit"], OneOf(enums.SCOPE)]
Stage = Annotated[Literal["budget", "final_accounts"], OneOf(enums.STAGE)]


class IdentityPatterns(Patterns):
    """The patterns by which a document says whose budget of which year it is; the file tells what each is."""

    titles: tuple[Regex, ...]
    loose_titles: tuple[Regex, ...]
    end_of_the_front: Regex
    year_digits: tuple[str, str]
    scopes: Mapping[str, Scope]
    stages: Mapping[str, Stage]
    title_opening: Regex
    sentence: Regex
    line_of_a_name: Regex
    no_name: Regex
    dropped_from_name: Regex
    organisation_ending: Regex
    labels: tuple[Regex, ...]
    label_ending: Regex
    label_cell: Regex
    subject_of_totals: Regex
    words_of_unit: Regex
    words_of_department: Regex
    words_of_budget: Regex
    words_of_final_accounts: Regex
    year_of_a_heading: Regex
    year_alone: Regex
    year_in_text: Regex
    unit_name: Regex
    standard_tables: tuple[Regex, ...]
    standard_table_line: Regex
    explanation: Regex
    performance_volume: Regex
    blank_amount: Regex
    central: tuple[Regex, ...]
    named_for_a_place_only: Regex
    kinds_of_places: tuple[str, ...]
    other_names_of_places: Mapping[str, str]
    own_level: tuple[str, ...]
    names_projects: str
    column_of_codes: Regex
    column_of_serials: Regex
    line_of_code: Regex
    project_code: Regex
    staff_quota: tuple[Regex, ...]
    staff_actual: tuple[Regex, ...]
    staff_retired: tuple[Regex, ...]
    newly_established: tuple[Regex, ...]


IDENTITY = DeclarationFile("pipelines.interpretation.declared", "identity.yaml", IdentityPatterns)


@cache
def identity() -> IdentityPatterns:
    """The patterns of `identity.yaml`."""
    return IDENTITY.load()
