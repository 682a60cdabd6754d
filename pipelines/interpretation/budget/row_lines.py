"""Which line of its table a row is, and what the headings above it say: 本年收入, 上年结转, 合计, 总计.

Tables of rules tell a row's line and its period, and what it leaves to the rows below it: heading, measure, fund.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.foundation.rules import Rule, always, decide
from pipelines.foundation.text import is_part, list_number_form
from pipelines.interpretation.budget.key_rules import RowKey

_OF_ITS_OWN = "unclassified"


@dataclass(frozen=True)
class LineContext:
    """A row's line (as in the contract), and the facets it has from the rows around it.

    `rules` names the rule that decided in each table: `line`, `heading`, `measure`, `fund` and `period`.
    """

    line: str
    flow: str | None = None
    period: str | None = None
    fund: str | None = None
    measure: str | None = None
    headings: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict[str, str])


class _Above(NamedTuple):
    """What the rows above say of those below: the heading in force, the measure in force, and how each is numbered."""

    period: str | None = None
    heading: str | None = None
    heading_number: str = ""
    measure: str | None = None
    measure_number: str = ""
    fund: str | None = None
    has_items: bool = False
    """Whether an item of the year stands above: what is carried over may stand first."""


class _Row(NamedTuple):
    """A row as the rules see it."""

    key: RowKey
    flow: str | None
    closes: bool
    """A plain total closes the side of a two-sided table that prints no 总计."""
    is_above_sum: bool
    """本年收入合计 or the like stands below."""
    above: _Above = _Above()
    line: str = ""

    @property
    def word(self) -> str | None:
        return self.key.meaning.get("line")

    @property
    def number(self) -> str:
        return list_number_form(self.label or "")

    @property
    def label(self) -> str | None:
        return self.key.path[-1] if self.key.path else None

    @property
    def is_part(self) -> bool:
        return is_part(self.label or "")

    @property
    def is_item(self) -> bool:
        return self.line == "item"

    @property
    def has_fund(self) -> bool:
        return self.key.meaning.get("fund") is not None

    def carries(self, word: str) -> bool:
        """Whether a row tells what is carried over, of all funds or of one that no other row has (实户资金)."""
        return self.word == word and self.key.meaning.get("fund") in (None, _OF_ITS_OWN)


def line_contexts(keys: Mapping[int, RowKey], flow: str | None, *, two_sided: bool) -> Mapping[int, LineContext]:
    """Walk the rows of a block top to bottom.

    Rows keyed by a classification or a unit are items and totals as their key says. In a side of a two-sided table
    words name the lines; items that a 本年收入 heads or sums are of the current year, those under 上年结转 carried
    over.
    """
    words = {row: key.meaning.get("line") for row, key in keys.items()}
    last_sum = max((row for row, word in words.items() if word == "year_total"), default=-1)
    closes = two_sided and "grand_total" not in words.values()
    contexts: dict[int, LineContext] = {}
    above = _Above()
    for row in sorted(keys):
        above, contexts[row] = _step(above, _Row(keys[row], flow, closes, row < last_sum))
    return contexts


def _step(above: _Above, row: _Row) -> tuple[_Above, LineContext]:
    """What a row is under those above it, and what it leaves to those below."""
    line = decide(LINE_RULES, row)
    row = row._replace(above=above, line=line.outcome)
    rules = {"line": line.name}
    for about, table in LEAVING_RULES.items():
        rule = decide(table, row)
        left = rule.outcome(row)
        row = row if left is row.above else row._replace(above=left)
        rules[about] = rule.name
    above, period = row.above, decide(PERIOD_RULES, row)
    context = LineContext(
        line=row.line,
        flow=row.flow,
        period=period.outcome(row),
        fund=above.fund if row.is_part else None,
        measure=above.measure,
        headings=(above.heading,) if above.heading and row.is_item else (),
        rules={**rules, "period": period.name},
    )
    is_first_item = not above.has_items and row.is_item and above.period != "carryover"
    return above._replace(has_items=True) if is_first_item else above, context


LINE_RULES: tuple[Rule[_Row, str], ...] = (
    Rule("a code", lambda row: row.key.code is not None, "item"),
    Rule("the year's sum", lambda row: row.word == "year_total", "total"),
    Rule("a grand total", lambda row: row.word == "grand_total", "grand_total"),
    Rule("a total that closes its side", lambda row: row.closes and _is_total(row), "grand_total"),
    Rule("a total", lambda row: _is_total(row), "total"),
    Rule("carried in", lambda row: row.carries("carryover_in") and row.flow in (None, "revenue"), "carryover_in"),
    Rule("carried out", lambda row: row.carries("carryover_out") and row.flow != "revenue", "carryover_out"),
    Rule("an item", always, "item"),
)
"""The line of a row, by its own words."""


def _is_total(row: _Row) -> bool:
    return row.word == "side_total" or row.key.line == "total"


def _heads(row: _Row, period: str | None) -> _Above:
    return row.above._replace(period=period, heading=row.label, heading_number=row.number)


def _ends(row: _Row) -> _Above:
    return row.above._replace(period=None, heading=None)


_StateRule = Rule[_Row, Callable[[_Row], _Above]]

HEADING_RULES: tuple[_StateRule, ...] = (
    Rule(
        "the year's sum above its items",
        lambda row: row.word == "year_total" and not row.above.has_items,
        lambda row: _heads(row, "current_year" if row.flow == "revenue" else None),
    ),
    Rule(
        "the year's sum under its items",
        lambda row: row.word == "year_total",
        lambda row: _ends(row)._replace(heading_number=row.number),
    ),
    Rule("carried in of its own", lambda row: row.line == "carryover_in" and row.has_fund, lambda row: row.above),
    Rule("carried in", lambda row: row.line == "carryover_in", lambda row: _heads(row, "carryover")),
    Rule("the end of a side", lambda row: row.line in {"grand_total", "carryover_out"}, _ends),
    # 二、事业收入 stands beside 一、上年结转.
    Rule(
        "numbered like the heading",
        lambda row: row.is_item and bool(row.number) and row.number == row.above.heading_number,
        _ends,
    ),
    Rule("under what stands above", always, lambda row: row.above),
)
"""The heading in force from a row on."""

MEASURE_RULES: tuple[_StateRule, ...] = (
    Rule("no item", lambda row: not row.is_item, lambda row: row.above._replace(measure=None)),
    Rule(
        "a measure of its own",
        lambda row: row.key.scheme is None and row.key.code is None,
        lambda row: row.above._replace(measure=row.key.meaning.get("measure"), measure_number=row.number),
    ),
    # What is numbered like a heading stands beside it: 二十五、上缴上级支出, 二十六、债务还本支出.
    Rule(
        "numbered like the measure",
        lambda row: bool(row.number) and row.number == row.above.measure_number,
        lambda row: row.above._replace(measure=None),
    ),
    Rule("under what stands above", always, lambda row: row.above),
)
"""The measure in force from a row on."""

FUND_RULES: tuple[_StateRule, ...] = (
    Rule("a part", lambda row: row.is_part, lambda row: row.above),
    Rule(
        "a source of revenue",
        lambda row: row.key.scheme == "revenue",
        lambda row: row.above._replace(fund=row.key.meaning.get("fund")),
    ),
    Rule("no source", always, lambda row: row.above._replace(fund=None)),
)
"""The fund that the parts right under a row are of: 其中：财政拨款 under 一般公共预算."""

LEAVING_RULES: Mapping[str, tuple[_StateRule, ...]] = {
    "heading": HEADING_RULES,
    "measure": MEASURE_RULES,
    "fund": FUND_RULES,
}
"""What a row leaves to the rows below it, one after the other."""

PERIOD_RULES: tuple[Rule[_Row, Callable[[_Row], str | None]], ...] = (
    Rule("no revenue", lambda row: row.flow != "revenue", lambda _: None),
    Rule("the year's sum", lambda row: row.word == "year_total", lambda _: "current_year"),
    Rule("carried in", lambda row: row.line == "carryover_in", lambda _: "carryover"),
    Rule("no item", lambda row: not row.is_item, lambda _: None),
    Rule("its own words", lambda row: _spoken(row) is not None, lambda row: _spoken(row)),
    Rule("under a heading", lambda row: row.above.period is not None, lambda row: row.above.period),
    Rule("above the year's sum", lambda row: row.is_above_sum, lambda _: "current_year"),
    Rule("nothing says", always, lambda _: None),
)
"""The period of a row's amounts, as far as rows tell it."""


def _spoken(row: _Row) -> str | None:
    return row.key.meaning.get("period")
