"""What stands around a table, as `captions.yaml` declares it."""

from __future__ import annotations

import re
from functools import cache

from pipelines.foundation.declaration import DeclarationFile
from pipelines.foundation.patterns import Patterns

Regex = re.Pattern[str]


class CaptionPatterns(Patterns):
    """The patterns by which the lines around a table are told; the file tells what each is."""

    page_number: Regex
    number: Regex
    number_before_title: Regex
    unit: Regex
    bare_unit: Regex
    unit_head: Regex
    rest_of_a_name: Regex
    organisation: Regex
    note: Regex
    emptiness: Regex
    title_cut: Regex
    title_end: Regex
    title_goes_on: Regex
    title_rest: Regex
    no_title: Regex
    named_a_table: Regex
    ends_as_caption: Regex
    opens_a_caption: Regex


CAPTIONS = DeclarationFile("pipelines.interpretation.declared", "captions.yaml", CaptionPatterns)


@cache
def captions() -> CaptionPatterns:
    """The patterns of `captions.yaml`."""
    return CAPTIONS.load()
