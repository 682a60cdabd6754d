"""The 三公 table: which of the three public expenses, or of those printed beside them, an amount is of, and what its
numbers of groups, persons and vehicles count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.budget.times import names_a_year
from pipelines.interpretation.declared.vocabulary import is_counted, read_label, vocabulary
from pipelines.interpretation.sheets.header import Column

_SUMS = frozenset({"total", "grand_total"})
_PARTS_OF_VEHICLES = frozenset({"vehicle_purchase", "vehicle_operation"})


@dataclass(frozen=True)
class ThreePublicExpense:
    """What row and column of the 三公 table say of an amount, by columns of `budget_lines`."""

    code: str | None
    name: str | None
    level: int
    line: str
    measure: str


def three_public_expense(
    column: Column, key: RowKey, behind_names: Sequence[str], *, has_subtotal: bool
) -> ThreePublicExpense:
    """The expense that an amount is of.

    `behind_names` are words that are no part of its name: 预算数.
    `has_subtotal`: the three have a sum of their own (`sums_three_public`); a 合计 without their name holds more.
    """
    item = _item(column, key)
    of_a_kind = key.meaning.known and (key.meaning.get("phase") is not None or names_a_year(key))
    named = key.name is not None and key.scheme != "unit" and not of_a_kind
    by_column = column.meaning.get("item") is not None and key.meaning.get("item") is None
    label = _innermost_item(column) if by_column or not named else key.name
    label = next((label.removesuffix(word) for word in behind_names if label and label.endswith(word)), label)
    if item is None and named and key.line == "item" and key.year is None:
        # A row that names nothing of the three is printed beside them.
        item = "other"
    if item in (None, "total"):
        # 小计 under 当年预算 is the three of that period.
        whole = item is None and has_subtotal and column.meaning.get("period") is None
        return ThreePublicExpense(None if whole else "total", label, 0, "total", "unclassified" if whole else "total")
    if item == "other":
        return ThreePublicExpense(None, label, 1, "item", "unclassified")
    measure = column.meaning.get("measure") or "total"
    return ThreePublicExpense(item, label, 2 if item in _PARTS_OF_VEHICLES else 1, "item", measure)


def sums_three_public(columns: Iterable[Column], keys: Iterable[RowKey]) -> bool:
    """Whether a column sums the three beside a 合计, or a row does in a table with rows of others: 会议费."""
    of_rows = {key.meaning.get("item") for key in keys}
    return of_rows >= {"total", "other"} or any(column.meaning.get("item") == "total" for column in columns)


def three_public_count(column: Column, key: RowKey) -> str | None:
    """What a number that is no amount counts, as `three_public_counts.item` has it; None where it is an amount."""
    said = key.meaning.get("count") or column.meaning.get("count")
    labels = [*column.path[-1:], *key.path[-1:]]
    if said is None:
        return "unclassified" if any(map(is_counted, labels)) else None
    of_expense = vocabulary().count_of.get(said)
    if of_expense is None:
        return said
    item = key.meaning.get("item") or column.meaning.get("item")
    return of_expense.get(item or "", "unclassified")


def _item(column: Column, key: RowKey) -> str | None:
    """The item that column and row name: a column of 三公经费 holds what its rows name."""
    by_column, by_row = column.meaning.get("item"), _item_of_row(key)
    return by_row or by_column if by_column == "total" else by_column or by_row


def _item_of_row(key: RowKey) -> str | None:
    """The item that a row's label names. With a word that nobody knows, a part may be the whole: 购置及某某费."""
    item = key.meaning.get("item")
    return item if key.meaning.known or item not in _PARTS_OF_VEHICLES else None


def _innermost_item(column: Column) -> str | None:
    """The label of a column that names an item: of 公务用车购置及运行费 / 小计 it is the first, and the first of 总计 /
    一般公共预算 too, where a fund stands under the sum."""
    said = [(label, read_label(label)) for label in column.path]
    named = [label for label, meaning in said if meaning.get("item") not in (None, "total")]
    sums = [label for label, meaning in said if meaning.get("item") == "total" or meaning.get("line") in _SUMS]
    return next((labels[-1] for labels in (named, sums, column.path) if labels), None)
