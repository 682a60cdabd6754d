"""The words by which the explanation is read for what it repeats. See explanation.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pipelines.datasets.enumerations import FLOW, STANDARD_TABLE
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf

Flow = Annotated[str, OneOf(FLOW)]
Phase = Annotated[str, OneOf(("budget", "final"))]


class Spoken(Declaration):
    """What a section of the explanation speaks of: its tables, and the side where its words don't say."""

    heading: re.Pattern[str]
    tables: tuple[Annotated[str, OneOf(STANDARD_TABLE)], ...]
    flow: Flow | None = None


class Counts(Declaration):
    """Sentences that count; the group `count` is the number."""

    department_indicators: re.Pattern[str]


class Share(Declaration):
    """What a share is of: `plan` and `whole` find it in the words before the share, as groups of these names.

    `planned` finds words before a planned amount, `kind_of_plan` which plan; `divides`: words before the parts of an
    amount; `besides_name`: what is no part of a name.
    """

    plan: re.Pattern[str]
    planned: re.Pattern[str]
    kind_of_plan: re.Pattern[str]
    whole: re.Pattern[str]
    divides: re.Pattern[str]
    besides_name: re.Pattern[str]


class ExplanationWords(Declaration):
    """`sections` by their headings; `of_another_time`, `of_another_phase`: subjects that are no amount of this budget.

    `in_code` finds a code in a subject, `item` what else tells that it is a class; `without` and `ending` are no part
    of the name it is of.
    """

    sections: tuple[Spoken, ...]
    of_another_time: re.Pattern[str]
    of_another_phase: Mapping[Phase, re.Pattern[str]]
    in_code: re.Pattern[str]
    item: re.Pattern[str]
    without: re.Pattern[str]
    ending: re.Pattern[str]
    side: Mapping[Flow, re.Pattern[str]]
    of_procurement: re.Pattern[str]
    procurement: Mapping[Annotated[str, OneOf(("A", "B", "C", "total"))], re.Pattern[str]]
    named_by_word: Mapping[str, re.Pattern[str]]
    share: Share
    counts: Counts

    def is_of_another_time(self, subject: str | None) -> bool:
        """Whether a subject is of another year than the budget's: 上年预算数."""
        return self.of_another_time.search(subject or "") is not None


DECLARED_EXPLANATION = DeclarationFile("pipelines.reconciliation.across", "explanation.yaml", ExplanationWords)
WORDS = DECLARED_EXPLANATION.load()
