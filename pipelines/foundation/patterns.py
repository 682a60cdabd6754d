"""Regular expressions in declarations, with words in capitals that stand for declared parts.

A file of patterns may declare `parts` by name, such as `NONE: (?:没有|未安排)`: wherever the name stands in a pattern
of that file, and in the parts after it, the part stands there. `MONEY` is a part everywhere: the units of money.
Capitals of four letters and more that name no part are an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import model_validator

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.declaration import Declaration, is_list, is_mapping

_EVERYWHERE = {"MONEY": MONEY_UNIT}
_UNKNOWN = re.compile(r"[A-Z]{4,}")


class Patterns(Declaration):
    """A file of patterns: its texts have their parts filled in before they are read as what its fields are."""

    parts: Mapping[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: object) -> object:
        if not is_mapping(data) or not is_mapping(declared := data.get("parts", {})):
            return data
        if unknown := sorted({str(key) for key in data} - cls.model_fields.keys()):
            # Told first: a part under a misspelled name would be missed where it is used, far from the fault.
            raise ValueError(f"{', '.join(unknown)}: Extra inputs are not permitted")
        parts = dict(_EVERYWHERE)
        for name, part in declared.items():
            parts[str(name)] = str(_filled(str(part), parts))
        return {key: value if key == "parts" else _filled(value, parts) for key, value in data.items()}


def _filled(value: object, parts: Mapping[str, str]) -> object:
    """A declared value, in which every text has its parts filled in."""
    if is_mapping(value):
        return {key: _filled(each, parts) for key, each in value.items()}
    if is_list(value):
        return [_filled(each, parts) for each in value]
    if not isinstance(value, str):
        return value
    names = re.compile("|".join(sorted(parts, key=len, reverse=True)))
    if unknown := _UNKNOWN.search(names.sub(" ", value)):
        raise ValueError(f"{unknown.group()} names no part: {value}")
    return names.sub(lambda match: parts[match.group()], value)
