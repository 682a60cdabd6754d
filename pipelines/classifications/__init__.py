"""The official code lists, by edition: look-up by code, by name in context, and of places in names."""

from pipelines.classifications.codes import scheme_of
from pipelines.classifications.divisions import division_candidates, division_of
from pipelines.classifications.lists import (
    Classification,
    ClassificationRow,
    Entry,
    classification,
    government_economic_codes,
    rows,
    scheme_names,
)
from pipelines.classifications.names import name_key, normalize_name

__all__ = [
    "Classification",
    "ClassificationRow",
    "Entry",
    "classification",
    "division_candidates",
    "division_of",
    "government_economic_codes",
    "name_key",
    "normalize_name",
    "rows",
    "scheme_names",
    "scheme_of",
]
