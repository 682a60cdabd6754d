"""What a document prints of another year or stage beside the document of that year and stage.

Final accounts print the budget of their year, budgets and final accounts the amounts of the year before. The document
of that year and stage prints the same amounts of the same body and scope, in the same table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipelines.datasets.enumerations import phase_of_stage
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import table_named
from pipelines.run.departments import Tied
from pipelines.run.ties import Amount, agree

CHECKS = ("budget_as_budgeted", "last_year_as_printed")
"""The declared checks that are evaluated here: of the year's own budget, and of the year before."""

_What = tuple[str | None, str, int, str]
"""Body, scope, year and phase."""


class Restatements(Declaration):
    """The words of `restatements.yaml`."""

    initial: re.Pattern[str]


RESTATEMENTS = DeclarationFile("pipelines.run", "restatements.yaml", Restatements)


@cache
def _words() -> Restatements:
    return RESTATEMENTS.load()


def restated(documents: Sequence[Tied]) -> Iterator[tuple[Tied, Observation]]:
    """What each document prints of another's year and phase, beside what that one prints: a row for what agrees, and
    one for each amount that does not."""
    own = _by_what(documents)
    for document in documents:
        for (year, phase), amounts in _of_others(document).items():
            for other in own.get((document.key, document.scope, year, phase), ()):
                yield from ((document, each) for each in _compared(document, amounts, other, (year, phase)))


def _by_what(documents: Sequence[Tied]) -> Mapping[_What, Sequence[Tied]]:
    found: defaultdict[_What, list[Tied]] = defaultdict(list)
    for document in documents:
        if document.key is not None and document.fiscal_year is not None:
            phase = phase_of_stage(document.stage)
            found[document.key, document.scope, document.fiscal_year, phase].append(document)
    return found


def _of_others(document: Tied) -> Mapping[tuple[int, str], Sequence[Amount]]:
    """The amounts that are not of a document's own year and phase, by year and phase."""
    found: defaultdict[tuple[int, str], list[Amount]] = defaultdict(list)
    for amount in document.ties.amounts:
        if (amount.year, amount.phase) != (document.fiscal_year, phase_of_stage(document.stage)):
            found[amount.year, amount.phase].append(amount)
    return found


def _compared(document: Tied, amounts: Sequence[Amount], other: Tied, time: tuple[int, str]) -> Iterator[Observation]:
    printed: defaultdict[str, list[Amount]] = defaultdict(list)
    for amount in other.ties.amounts:
        if (amount.year, amount.phase) == time:
            printed[amount.of].append(amount)
    check = CHECKS[0] if time[0] == document.fiscal_year else CHECKS[1]
    here: defaultdict[str, list[Amount]] = defaultdict(list)
    for amount in amounts:
        if amount.of in printed:
            here[amount.of].append(amount)
    told = {"document": other.document_id, "year": time[0]}
    agreeing = [of for of, found in here.items() if agree(found, printed[of])]
    if any(each.yuan for of in agreeing for each in here[of]):
        yield Observation(check, Status.PASS, "agrees", {**told, "count": len(agreeing)})
    for of in (of for of in here if of not in agreeing):
        amount, before = here[of][0], printed[of][0]
        table = of.partition("/")[0]
        fields = {
            **told,
            "table": table_named(table),
            "label": amount.label.strip(),
            "page": amount.page,
            "there": before.page,
            "amount": amount.yuan,
            "printed": before.yuan,
        }
        sure = amount.phase != "budget" or _words().initial.search(amount.label)
        status, says = (Status.FAIL, "differs") if sure else (Status.NOT_APPLICABLE, "may_be_adjusted")
        yield Observation(check, status, says, fields, table, {"page": amount.page})
