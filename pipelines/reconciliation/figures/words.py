"""The words of rows and columns that say what adds up to what. See words.yaml."""

from __future__ import annotations

import re

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.interpretation.declared.labels import Texts


class FigureWords(Declaration):
    """`totals`: labels of rows that add up others; `plan` tells the budgets of one year apart."""

    totals: Texts
    plan: re.Pattern[str]


FIGURE_WORDS = DeclarationFile("pipelines.reconciliation.figures", "words.yaml", FigureWords)
WORDS = FIGURE_WORDS.load()
