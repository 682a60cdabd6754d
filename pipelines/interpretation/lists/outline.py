"""The outline of a list that prints heads and items under one another: told by sums, and by indents they confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

_INDENT_STEP = 3.0

_State = tuple[int, Decimal]
_Step = tuple[int, int]
"""A row and the row after the last one under it."""


@dataclass(frozen=True)
class Place:
    """Where a row stands: `is_item` (nothing under it) and the rows it stands under, outermost first.

    `is_item` is None where the sums allow both.
    """

    is_item: bool | None = True
    heads: tuple[int, ...] = ()


def outline(
    amounts: Sequence[Decimal], total: Decimal | None, ulp: Decimal, indents: Sequence[float] = ()
) -> tuple[Place, ...] | None:
    """The places of rows by what they add up to, or None where no outline balances.

    `amounts` are the rows' amounts, zero where nothing is printed; `total` what the rows add up to, if that is printed.
    Each sum holds within half an `ulp` per addend. A list that adds up as it stands has no heads. Else heads are the
    rows that stand further left, if each is the sum of what stands under it; else those that are the sum of the rows
    after them. Without a total, the first row is one if the rest add up to it; else nothing says there are heads.
    """
    count = len(amounts)
    if total is not None and _agree(sum(amounts, Decimal()), total, ulp, count):
        return (Place(),) * count
    if len(indents) == count and (places := _by_indents(amounts, total, ulp, indents)):
        return places
    if total is not None:
        return _by_sums(amounts, total, ulp)
    if count > 1 and amounts[0] > 0 and (places := _by_sums(amounts, amounts[0], ulp)):
        return places
    return (Place(),) * count


def _agree(left: Decimal, right: Decimal, ulp: Decimal, addends: int) -> bool:
    return abs(left - right) <= ulp / 2 * (addends + 1)


def _by_indents(
    amounts: Sequence[Decimal], total: Decimal | None, ulp: Decimal, indents: Sequence[float]
) -> tuple[Place, ...] | None:
    heads: list[tuple[int, ...]] = []
    for row, indent in enumerate(indents):
        above = (*heads[-1], row - 1) if row else ()
        heads.append(tuple(head for head in above if indents[head] < indent - _INDENT_STEP))
    if not any(heads):
        return None
    sums: dict[int | None, list[Decimal]] = {}
    for row, above in enumerate(heads):
        sums.setdefault(above[-1] if above else None, []).append(amounts[row])
    wholes = {head: total if head is None else amounts[head] for head in sums}
    if not all(
        whole is None or _agree(sum(sums[head], Decimal()), whole, ulp, len(sums[head]))
        for head, whole in wholes.items()
    ):
        return None
    return tuple(Place(row not in sums, above) for row, above in enumerate(heads))


def _by_sums(amounts: Sequence[Decimal], total: Decimal, ulp: Decimal) -> tuple[Place, ...] | None:
    if any(amount < 0 for amount in amounts):
        return None
    ends: dict[int, frozenset[int]] = {}
    for row in range(len(amounts) - 1, -1, -1):
        found = _ends(amounts, ends, row, ulp) if amounts[row] > 0 else ()
        ends[row] = frozenset({row + 1, *found})
    seen: dict[int, set[bool]] = {row: set() for row in range(len(amounts))}
    heads: dict[int, set[tuple[int, ...]]] = {row: set() for row in range(len(amounts))}
    steps = _steps(amounts, ends, 0, total, len(amounts), ulp)
    if not steps:
        return None
    _mark(amounts, ends, steps, (), ulp, seen, heads)
    return tuple(
        Place(next(iter(seen[row])) if len(seen[row]) == 1 else None, _common(heads[row]))
        for row in range(len(amounts))
    )


def _ends(amounts: Sequence[Decimal], ends: dict[int, frozenset[int]], row: int, ulp: Decimal) -> Iterator[int]:
    """The rows before which the rows after a row add up to it."""
    frontier: set[_State] = {(row + 1, amounts[row])}
    while frontier:
        following: set[_State] = set()
        for start, rest in frontier:
            if start > row + 1 and _agree(rest, Decimal(), ulp, start - row - 1):
                yield start
            elif start < len(amounts):
                following.update(
                    (end, rest - amounts[start]) for end in ends[start] if rest - amounts[start] > -ulp * (end - row)
                )
        frontier = following


def _steps(
    amounts: Sequence[Decimal], ends: dict[int, frozenset[int]], first: int, total: Decimal, stop: int, ulp: Decimal
) -> frozenset[_Step]:
    """Every step on any way from `first` to `stop` whose rows add up to `total`."""
    came: list[dict[Decimal, set[_Step]]] = [{} for _ in range(stop + 1)]
    came[first][total] = set()
    for start in range(first, stop):
        for rest in came[start]:
            for end in ends[start]:
                if end <= stop:
                    came[end].setdefault(rest - amounts[start], set()).add((start, end))
    ways = [(stop, rest) for rest in came[stop] if _agree(rest, Decimal(), ulp, stop - first)]
    used: set[_Step] = set()
    visited: set[_State] = set()
    while ways:
        state = ways.pop()
        if state in visited:
            continue
        visited.add(state)
        for step in came[state[0]][state[1]]:
            used.add(step)
            ways.append((step[0], state[1] + amounts[step[0]]))
    return frozenset(used)


def _mark(
    amounts: Sequence[Decimal],
    ends: dict[int, frozenset[int]],
    steps: Iterable[_Step],
    above: tuple[int, ...],
    ulp: Decimal,
    seen: dict[int, set[bool]],
    heads: dict[int, set[tuple[int, ...]]],
) -> None:
    """Note for each row of the ways whether it is an item, and under which heads."""
    for row, end in steps:
        is_item = end == row + 1
        seen[row].add(is_item)
        heads[row].add(above)
        if not is_item:
            inner = _steps(amounts, ends, row + 1, amounts[row], end, ulp)
            _mark(amounts, ends, inner, (*above, row), ulp, seen, heads)


def _common(ways: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """The heads that a row has on every way, from the outermost in."""
    first, *others = ways
    length = 0
    while length < len(first) and all(other[: length + 1] == first[: length + 1] for other in others):
        length += 1
    return first[:length]
