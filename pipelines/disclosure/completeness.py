"""How complete a document's disclosure is: points for each item the public rankings ask for, each explained.

The items are declared in `completeness.yaml`, the ways to judge them are `completeness_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml

from pipelines.datasets.enumerations import COMPLETENESS_TOPIC
from pipelines.disclosure.item import Evidence, Item, Judgement
from pipelines.disclosure.rules import RULES
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation

_DECIMALS = 2


def completeness(
    read: Interpretation,
    coverage: Sequence[Record],
    fiscal_year: int,
    findings: Sequence[Record] = (),
    *,
    newly_established: bool = False,
) -> tuple[Record, ...]:
    """The rows of `completeness` for one document, one for each item, in the order of their declaration.

    Needs the rows of `coverage` and, where they are made, those of `findings`.
    An item that does not apply to the document has no points.
    """
    evidence = Evidence(read, findings, {str(row["table"]): row for row in coverage}, fiscal_year)
    return tuple(_row(item, evidence, newly_established) for item in items())


def score(rows: Sequence[Record]) -> float | None:
    """The share of points a document has of those it could have: its `documents.completeness`."""
    applicable = [row for row in rows if row["points"] is not None]
    most = sum(_number(row["max_points"]) for row in applicable)
    return round(sum(_number(row["points"]) for row in applicable) / most, 4) if most else None


@cache
def items() -> tuple[Item, ...]:
    """The declared items. KeyError for a rule or a topic that is none."""
    data = yaml.safe_load((resources.files("pipelines.disclosure") / "completeness.yaml").read_text("utf-8"))
    found = tuple(Item.declared(each) for each in data["items"])
    for item in found:
        _ = RULES[item.rule], COMPLETENESS_TOPIC[item.topic]
    return found


def _row(item: Item, evidence: Evidence, newly_established: bool) -> Record:
    judgement = _judge(item, evidence, newly_established)
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


def _judge(item: Item, evidence: Evidence, newly_established: bool) -> Judgement:
    if item.since is not None and evidence.fiscal_year < item.since:
        return Judgement(None, f"{item.since}年起才要求", f"Asked for since {item.since}")
    if newly_established and not item.newly_established:
        return Judgement(None, "新组建部门，无上年数据可比", "The department is new: there is no year to compare with")
    return RULES[item.rule](item, evidence)


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"points are a number: {value!r}")
    return float(value)
