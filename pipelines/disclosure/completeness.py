"""How complete a document's disclosure is: points for each item the public rankings ask for, each explained.

The items are declared in `completeness.yaml`, the ways to judge them are in `rules` and `targets`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from pipelines.disclosure import rules, targets
from pipelines.disclosure.coverage import asks
from pipelines.disclosure.item import Disclosed, Item, Judgement, judged
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.reading import Part

_DECIMALS = 2
_JUDGED: frozenset[Part] = frozenset({"prose", "statements", "narrative"})

Rule = Annotated[
    rules.TableItem
    | rules.Depth
    | rules.Units
    | rules.Comparison
    | rules.Statements
    | rules.Stated
    | rules.Amounts
    | rules.Rows
    | rules.GlossaryMatch
    | rules.Checks
    | targets.Quantified
    | targets.Families
    | targets.ProjectTargets,
    Field(discriminator="rule"),
]
"""An item of any kind: its `rule` says of which."""


def completeness(
    read: Interpretation,
    coverage: Sequence[Record],
    fiscal_year: int | None,
    findings: Sequence[Record] = (),
    *,
    newly_established: bool = False,
) -> tuple[Record, ...]:
    """The rows of `completeness` for one document, one for each item, in the order of their declaration.

    Needs the rows of `coverage` and, where they are made, those of `findings`.
    An item that does not apply to the document has no points. See `items_of` for documents without rows.
    """
    found = disclosed(read, coverage, fiscal_year, findings)
    return tuple(row_of(item, found, newly_established) for item in items_of(found))


def items_of(found: Disclosed) -> Sequence[Rule]:
    """The items that a document can be judged by: all, or none where a part of it that they rest on could not be read.

    What nobody read is not missing.
    """
    unknown = any(row["presence"] == "unknown" for row in found.coverage.values())
    return () if unknown or found.read.unread_parts & _JUDGED else items()


def disclosed(
    read: Interpretation, coverage: Sequence[Record], fiscal_year: int | None, findings: Sequence[Record] = ()
) -> Disclosed:
    """What the items are judged by."""
    return Disclosed(read, findings, {str(row["table"]): row for row in coverage}, fiscal_year)


def of_disclosure(own: Sequence[Record], together: Sequence[Record]) -> tuple[Record, ...]:
    """The rows of a document, or those of all files of its disclosure where these have more points.

    What another file has is told so, and has no page here.
    """
    by_item = {row["item"]: row for row in together}
    return tuple(_elsewhere(by_item[row["item"]]) if _is_more(by_item.get(row["item"]), row) else row for row in own)


def _is_more(together: Record | None, own: Record) -> bool:
    if together is None or together["points"] is None:
        return False
    return own["points"] is None or _number(together["points"]) > _number(own["points"])


def _elsewhere(row: Record) -> Record:
    told = judged(None, "in_another_file", message=row["message"], message_en=row["message_en"])
    return {**row, "message": told.zh, "message_en": told.en, "page": None, "source_text": None}


def score(rows: Sequence[Record]) -> float | None:
    """The share of points a document has of those it could have: its `documents.completeness`."""
    applicable = [row for row in rows if row["points"] is not None]
    most = sum(_number(row["max_points"]) for row in applicable)
    return round(sum(_number(row["points"]) for row in applicable) / most, 4) if most else None


class Completeness(Declaration):
    """The items by which completeness is measured."""

    items: tuple[Rule, ...]

    @model_validator(mode="after")
    def _stand_once(self) -> Self:
        """ValueError for an item that is declared twice."""
        names = [each.item for each in self.items]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"items are declared twice: {', '.join(twice)}")
        return self


COMPLETENESS = DeclarationFile("pipelines.disclosure", "completeness.yaml", Completeness)


@cache
def items() -> tuple[Rule, ...]:
    """The declared items. DeclarationError for what is no item."""
    return COMPLETENESS.load().items


def row_of(item: Item, found: Disclosed, newly_established: bool) -> Record:
    """The row of one item."""
    judgement = _judge(item, found, newly_established)
    points = None if judgement.share is None else round(item.points * judgement.share, _DECIMALS)
    return {
        "item": item.item,
        "topic": item.topic,
        "requirement": item.zh,
        "requirement_en": item.en,
        "points": points,
        "max_points": float(item.points),
        "message": judgement.zh,
        "message_en": judgement.en,
        "evidence": judgement.evidence,
        "page": judgement.page,
        "source_text": judgement.source_text,
    }


def _judge(item: Item, found: Disclosed, newly_established: bool) -> Judgement:
    if item.since is not None and not asks(found.fiscal_year, item.since):
        return judged(None, "not_yet_asked", since=item.since)
    if newly_established and not item.newly_established:
        return judged(None, "newly_established")
    return item.judge(found)


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"points are a number: {value!r}")
    return float(value)
