"""The numbers of groups, persons, vehicles and receptions that the explanation tells beside those of the 三公 table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.datasets.enumerations import COUNT
from pipelines.foundation.record import Record
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status

CHECK = "explanation_counts_of_three_public"

_OF_NOTHING_KNOWN = "unclassified"


def stated_three_public(explained: Sequence[Record], tables: Sequence[Record]) -> Iterator[Observation]:
    """Each number of the explanation that the tables print too, of all units together, in the same year and phase.

    Where one of them prints several, of 财政拨款 and of all funds, it is enough that one is the same.
    """
    told, printed = _by_what(explained, "explanation"), _by_what(tables, "table")
    for what in (each for each in told if each in printed):
        agreeing = next(
            ((said, cell) for said in told[what] for cell in printed[what] if said["number"] == cell["number"]), None
        )
        said, cell = agreeing or (told[what][0], printed[what][0])
        item = COUNT[what[0]]
        fields: dict[str, object] = {
            "page": said["page"],
            "table_page": cell["page"],
            "item": item.zh,
            "item_en": item.en,
            "said": said["number"],
        }
        if agreeing:
            yield Observation(CHECK, Status.PASS, "agrees", fields, at=said)
        else:
            yield Observation(CHECK, Status.FAIL, "differs", {**fields, "printed": cell["number"]}, at=said)


_What = tuple[str, object, object]


def _by_what(rows: Sequence[Record], printed_in: str) -> dict[_What, list[Record]]:
    found: defaultdict[_What, list[Record]] = defaultdict(list)
    for row in rows:
        of_a_unit = row.get("unit_name") or row.get("unit_code")
        if row["printed_in"] == printed_in and row["item"] != _OF_NOTHING_KNOWN and not of_a_unit:
            found[str(row["item"]), row["amount_year"], row["phase"]].append(row)
    return found
