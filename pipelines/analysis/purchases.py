"""procurement_by_catalogue: each planned purchase with its code in the official catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.analysis.documents import PLACE, AnalysedDocument
from pipelines.classifications.lists import Classification, Entry, classification
from pipelines.classifications.names import normalize_name
from pipelines.foundation.record import Record

_CATALOGUE = "procurement_catalogue"
_KEPT = (
    *PLACE,
    *("project_name", "unit_code", "unit_name", "quantity", "amount_yuan", "sme_amount_yuan", "additive"),
    *("table_no", "row", "column"),
)


def procurement_by_catalogue(documents: Iterable[AnalysedDocument]) -> Iterator[Record]:
    """The rows of `procurement_by_catalogue`, one for each of `procurement`."""
    catalogue = classification(_CATALOGUE)
    for document in documents:
        for row in document.rows("procurement"):
            yield {**document.identity, **{name: row[name] for name in _KEPT}, **_item(catalogue, row, document)}


def _item(catalogue: Classification, row: Record, document: AnalysedDocument) -> Record:
    year, name = document.fiscal_year, row["catalogue_name"]
    printed = row["catalogue_code"]
    if printed is not None:
        entry = catalogue.in_force(str(printed), year) if year is not None else None
    else:
        entry = named(catalogue, str(name), year) if name is not None else None
    code = str(printed) if printed is not None else entry.code if entry else None
    return {
        "catalogue_code": code,
        "catalogue_name": entry.name if entry else None,
        "printed_name": name,
        "code_source": None if code is None else "printed" if printed is not None else "name",
        "edition": entry.edition if entry else None,
        **_classes(catalogue, code, year),
    }


def named(catalogue: Classification, name: str, year: int | None) -> Entry | None:
    """The only entry of the year's catalogue that has exactly this name."""
    exact = normalize_name(name)
    found = [entry for entry in catalogue.entries if entry.holds_in(year) and normalize_name(entry.name) == exact]
    return found[0] if len(found) == 1 else None


def _classes(catalogue: Classification, code: str | None, year: int | None) -> Record:
    if code is None:
        return {}
    above = [code, *catalogue.ancestors(code)][::-1]
    class_code = above[1] if len(above) > 1 else None
    entry = catalogue.in_force(class_code, year) if class_code is not None and year is not None else None
    return {"division": code[0], "class_code": class_code, "class_name": entry.name if entry else None}
