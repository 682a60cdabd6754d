"""The words of rows and columns that say what adds up to what. See words.yaml."""

from __future__ import annotations

import re

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.interpretation.declared.labels import Texts


class FigureWords(Declaration):
    """`totals`: labels of rows that add up others.

    `of_which` opens the label of a part that is of no sum; `plan` tells the budgets of one year apart; `han_digits`
    are the digits of list numbers, all of which count as `han_digit`.
    """

    totals: Texts
    of_which: str
    plan: re.Pattern[str]
    han_digits: re.Pattern[str]
    han_digit: str


FIGURE_WORDS = DeclarationFile("pipelines.reconciliation.figures", "words.yaml", FigureWords)
WORDS = FIGURE_WORDS.load()
