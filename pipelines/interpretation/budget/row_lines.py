"""Which line of its table a row is, and what the headings above it say: 本年收入, 上年结转, 合计, 总计."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.foundation.text import fold_text, strip_list_number
from pipelines.interpretation.budget.row_keys import RowKey

_HAN_DIGITS = re.compile("[一二三四五六七八九十百零〇]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class LineContext:
    """A row's line (as in the contract), and the facets it has from the rows around it."""

    line: str
    flow: str | None = None
    period: str | None = None
    fund: str | None = None
    measure: str | None = None
    headings: tuple[str, ...] = ()


def line_contexts(keys: Mapping[int, RowKey], flow: str | None, *, two_sided: bool) -> Mapping[int, LineContext]:
    """Walk the rows of a block top to bottom.

    Rows keyed by a classification or a unit are items and totals as their key says. In a side of a two-sided table
    words name the lines; items that a 本年收入 heads or sums are of the current year, those under 上年结转 carried
    over.
    """
    rows = sorted(keys)
    words = {row: keys[row].meaning.get("line") for row in rows}
    sums = [row for row in rows if words[row] == "year_total"]
    has_grand_total = any(words[row] == "grand_total" for row in rows)
    contexts: dict[int, LineContext] = {}
    period: str | None = None
    measure: str | None = None
    numbered = headed = ""
    fund_of_part: str | None = None
    heading: str | None = None
    items_seen = False
    for row in rows:
        key, word = keys[row], words[row]
        line = _line(key, word, flow, closing=two_sided and not has_grand_total)
        if word == "year_total":
            period = "current_year" if flow == "revenue" and not items_seen else None
            heading = key.path[-1] if not items_seen and key.path else None
        elif line == "carryover_in":
            period, heading = "carryover", key.path[-1] if key.path else None
        elif line in {"grand_total", "carryover_out"} or (headed and line == "item" and _numbering(key) == headed):
            # 二、事业收入 stands beside 一、上年结转.
            period, heading = None, None
        if word == "year_total" or line == "carryover_in":
            headed = _numbering(key)
        if line != "item":
            measure = None
        elif key.scheme is None and key.code is None:
            measure, numbered = key.meaning.get("measure"), _numbering(key)
        elif numbered and _numbering(key) == numbered:
            # What is numbered like a heading stands beside it: 二十五、上缴上级支出, 二十六、债务还本支出.
            measure = None
        spoken = key.meaning.get("period")
        is_part = bool(key.path) and fold_text(key.path[-1]).startswith("其中")
        if not is_part:
            fund_of_part = key.meaning.get("fund") if key.scheme == "revenue" else None
        contexts[row] = LineContext(
            line=line,
            flow=flow,
            period=_period(row, line, word, flow, period, spoken, sums),
            fund=fund_of_part if is_part else None,
            measure=measure,
            headings=(heading,) if heading and line == "item" else (),
        )
        # What is carried over may stand first: 一、上年结转, 二、本年收入.
        items_seen = items_seen or (line == "item" and period != "carryover")
    return contexts


def _numbering(key: RowKey) -> str:
    """The form of a row's list number: 一、 of 二十五、, (1) of (12); "" where it has none."""
    label = fold_text(key.path[-1]) if key.path else ""
    number = label.removesuffix(strip_list_number(label)[1])
    return _DIGITS.sub("1", _HAN_DIGITS.sub("一", number))


def _line(key: RowKey, word: str | None, flow: str | None, *, closing: bool) -> str:
    """The line of a row. `closing`: a plain total closes the side of a two-sided table that prints no 总计."""
    if key.code is not None:
        return "item"
    if word == "year_total":
        return "total"
    if word in {"grand_total", "side_total"} or key.line == "total":
        return "grand_total" if closing or word == "grand_total" else "total"
    if word in {"carryover_in", "carryover_out"} and not key.meaning.get("fund"):
        return word if flow is None or (word == "carryover_in") == (flow == "revenue") else "item"
    return "item"


def _period(
    row: int,
    line: str,
    word: str | None,
    flow: str | None,
    heading: str | None,
    spoken: str | None,
    sums: list[int],
) -> str | None:
    if flow != "revenue":
        return None
    if word == "year_total":
        return "current_year"
    if line == "carryover_in":
        return "carryover"
    if line != "item":
        return None
    if spoken is not None:
        return spoken
    if heading is not None:
        return heading
    return "current_year" if any(row < other for other in sums) else None
