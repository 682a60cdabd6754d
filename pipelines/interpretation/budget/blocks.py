"""The blocks of a sheet: key columns with the amount columns that belong to them; left and right halves are two."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.interpretation.declared.vocabulary import CODES_OF_ITEMS
from pipelines.interpretation.sheets.header import Column, Header

_LABELLING = CODES_OF_ITEMS | {"name", "unit", "unit_code", "year"}


@dataclass(frozen=True)
class KeyGroup:
    """The columns that print one key: its code in one to three columns, its name, in one scheme if the header says."""

    codes: tuple[Column, ...]
    names: tuple[Column, ...]
    scheme: str | None


@dataclass(frozen=True)
class Block:
    """One table of those that stand side by side in a sheet."""

    groups: tuple[KeyGroup, ...]
    unit_code: Column | None
    unit: Column | None
    year: Column | None
    funds: tuple[Column, ...]
    amounts: tuple[Column, ...]
    flow: str | None

    @property
    def key_columns(self) -> tuple[Column, ...]:
        """The columns that hold no amounts, left to right."""
        columns = (column for group in self.groups for column in (*group.codes, *group.names))
        every = (
            column for column in (self.unit_code, self.unit, self.year, *self.funds, *columns) if column is not None
        )
        return tuple(sorted(every, key=lambda column: column.index))


def split_blocks(header: Header) -> tuple[Block, ...]:
    """Cut the columns into blocks: a label column after an amount column begins the next block."""
    parts: list[list[Column]] = [[]]
    for column in header.columns:
        if column.role in {"note", "number"}:
            continue
        begins = column.role in _LABELLING and any(other.role == "amount" for other in parts[-1])
        if begins:
            parts.append([])
        parts[-1].append(column)
    return tuple(_block(part) for part in parts if any(column.role == "amount" for column in part))


def _block(columns: list[Column]) -> Block:
    by_role = {column.role: column for column in reversed(columns)}
    if "unit_code" in by_role and not by_role.keys() & (CODES_OF_ITEMS | {"unit"}):
        # 单位名称（科目） is the unit's name in a table that prints no other code.
        columns = [replace(column, role="unit") if column.role == "name" else column for column in columns]
        by_role = {column.role: column for column in reversed(columns)}
    if not by_role.keys() & _LABELLING:
        # Nothing else keys the rows.
        columns = [replace(column, role="name") if column.role == "fund" else column for column in columns]
    flows = {flow for column in columns if (flow := column.meaning.get("flow"))}
    return Block(
        groups=_groups([column for column in columns if column.role in CODES_OF_ITEMS or column.role == "name"]),
        unit_code=by_role.get("unit_code"),
        unit=by_role.get("unit"),
        year=by_role.get("year"),
        funds=tuple(column for column in columns if column.role == "fund"),
        amounts=tuple(column for column in columns if column.role == "amount"),
        flow=flows.pop() if len(flows) == 1 else None,
    )


def _groups(columns: list[Column]) -> tuple[KeyGroup, ...]:
    """Code columns and the name columns after them make a key; a code after a name, or a name of another scheme,
    begins the next key."""
    groups: list[list[Column]] = []
    for column in columns:
        if not groups or _begins_key(groups[-1], column):
            groups.append([])
        groups[-1].append(column)
    return tuple(
        KeyGroup(
            codes=tuple(column for column in group if column.role in CODES_OF_ITEMS),
            names=tuple(column for column in group if column.role == "name"),
            scheme=_scheme(group),
        )
        for group in groups
    )


def _begins_key(group: list[Column], column: Column) -> bool:
    if not any(other.role == "name" for other in group):
        return False
    return column.role in CODES_OF_ITEMS or column.meaning.get("scheme") not in (None, _scheme(group))


def _scheme(group: list[Column]) -> str | None:
    return next((said for column in group if (said := column.meaning.get("scheme"))), None)
