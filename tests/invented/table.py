"""A table of an invented budget with the figures that it prints, and the words that its publisher chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from random import Random

from tests.invented.accounts import Accounts
from tests.invented.layout import Layout
from tests.printed import Printed

Figure = tuple[str, str, object, str | None, str | None, Decimal]
"""A table, the line (and its year, where it isn't this one), what keys it, the fund, the measure, the yuan."""

Path = tuple[str, ...]
"""The labels over a column, the outermost first."""

FUNDS = {
    "general_public": "一般公共预算",
    "government_fund": "政府性基金预算",
    "state_capital": "国有资本经营预算",
    "fiscal_account": "财政专户管理资金",
    "business": "事业收入",
    "business_operating": "事业单位经营收入",
    "upper_level": "上级补助收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
}
FISCAL = ("general_public", "government_fund", "state_capital")
OF_UNITS = ("business", "business_operating", "upper_level", "affiliated", "other")


@dataclass
class Table:
    """A table: its title, the rows of its head and of its body, a note under it, its figures."""

    title: str
    head: list[list[Printed]]
    body: list[list[Printed]] = field(default_factory=list[list[Printed]])
    figures: list[Figure] = field(default_factory=list[Figure])
    note: str = ""
    is_form: bool = False

    @property
    def width(self) -> int:
        """How many columns it has."""
        return sum(1 if isinstance(each, str) else each[2] for each in self.head[0])


@dataclass(frozen=True)
class Publisher:
    """What the tables are made of."""

    layout: Layout
    accounts: Accounts
    random: Random
    is_final: bool = False
    """It publishes its final accounts."""

    def word(self, *words: str) -> str:
        """One of several words for the same."""
        return self.random.choice(words)

    def money(self, yuan: Decimal) -> str:
        """An amount as it is printed."""
        return self.layout.amount(yuan)

    def is_printed(self, yuan: Decimal) -> bool:
        """Whether an amount leaves anything in its cell."""
        # In final accounts a long dash says that nothing is to be filled in.
        return self.money(yuan) not in ("", "—" if self.is_final else "")

    def spaced(self, word: str) -> str:
        """A short word as it is set, perhaps with a space inside."""
        return self.random.choice((word, " ".join(word), "\u3000\u3000".join(word)))


def head(keys: Sequence[Printed], paths: Sequence[Path]) -> list[list[Printed]]:
    """The rows of a head: keys merged downwards, and over the other columns their labels, equal ones merged."""
    depth = max([*map(len, paths), *(2 for key in keys if not isinstance(key, str))])
    rows: list[list[Printed]] = [[] for _ in range(depth)]
    for key in keys:
        if isinstance(key, str):
            rows[0].append(down(key, depth))
        else:
            # 科目编码 over 类, 款, 项, or 科目 over code and name.
            rows[0].append(key)
            inner = ["类", "款", "项"][: key[2]] if key[0].endswith(("编码", "代码")) else ["科目编码", "科目名称"]
            rows[1] += [down(label, depth - 1) for label in inner]
    _spread(rows, paths, 0)
    return rows


def _spread(rows: list[list[Printed]], paths: Sequence[Path], level: int) -> None:
    """The labels of some columns from a level of the head on."""
    for outer, group in groupby(paths, key=lambda path: path[level]):
        columns = list(group)
        if len(columns[0]) == level + 1:
            rows[level] += [down(outer, len(rows) - level) for _ in columns]
        else:
            rows[level].append((outer, 1, len(columns)))
            _spread(rows, columns, level + 1)


def unmerged(rows: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """The rows of a head whose labels are not merged downwards: the cells under them are empty."""
    found: list[list[Printed]] = []
    empty: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        printed: list[Printed] = []
        column = 0
        for each in [*row, None]:
            while (at, column) in empty:
                printed.append(empty[at, column])
                column += 1
            if each is None:
                break
            text, deep, across = (each, 1, 1) if isinstance(each, str) else each
            is_divided = deep > 1 and across == 1
            printed.append(text if is_divided else each)
            empty |= {(at + below, column): "" for below in range(1, deep) if is_divided}
            column += across
        found.append(printed)
    return found


def down(text: str, depth: int) -> Printed:
    """A label over all rows of a head."""
    return (text, depth, 1) if depth > 1 else text
