"""What a budget table is about where the labels of an amount say nothing: by its declaration, and by its title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.interpretation.declared.budget import BudgetTable


@dataclass(frozen=True)
class Defaults:
    """What the table's declaration says of amounts whose labels don't."""

    flow: str | None
    one_sided: bool
    """The table has that flow alone: 本年收入 over its columns tells who pays for what is spent."""
    axis: str | None
    fund: str
    one_fund: bool
    """The table's title names the fund of all its amounts."""
    measure: str
    by_axis: Mapping[str, str]

    def side(self, printed: str | None) -> str | None:
        """The flow of amounts whose labels print one or none."""
        return self.flow if self.one_sided else printed or self.flow


def defaults_of(declaration: BudgetTable, title: str) -> Defaults:
    """The defaults of a declared table under a printed title, which may name one of the funds."""
    by_title = declaration.fund_by_title
    # What stands in brackets only adds to what stands before them.
    texts = (re.sub(r"\([^()]*\)", "", title), title)
    said = next((fund for text in texts for words, fund in by_title.items() if words in text), None)
    return Defaults(
        flow=declaration.own_flow,
        one_sided=declaration.one_sided,
        axis=declaration.axis,
        one_fund=said is not None or not by_title,
        fund=said or declaration.fund,
        measure=declaration.measure,
        by_axis=declaration.by_axis,
    )
