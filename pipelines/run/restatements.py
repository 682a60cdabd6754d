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

_Time = tuple[int, str]
"""Year and phase."""


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
    bodies: defaultdict[tuple[str, str], list[Tied]] = defaultdict(list)
    for document in documents:
        if document.key is not None:
            bodies[document.key, document.scope].append(document)
    for of_body in bodies.values():
        if len(of_body) > 1:
            yield from _restated_of(of_body)


def _restated_of(documents: Sequence[Tied]) -> Iterator[tuple[Tied, Observation]]:
    """The same of the documents of one body and scope, whose amounts alone are held together."""
    amounts = {document.document_id: _by_time(document.whole().amounts) for document in documents}
    own: defaultdict[_Time, list[Tied]] = defaultdict(list)
    for document in documents:
        if document.fiscal_year is not None:
            own[document.fiscal_year, phase_of_stage(document.stage)].append(document)
    for document in documents:
        for time, printed in amounts[document.document_id].items():
            if time == (document.fiscal_year, phase_of_stage(document.stage)):
                continue
            for other in own.get(time, ()):
                there = amounts[other.document_id].get(time, ())
                yield from ((document, each) for each in _compared(document, printed, other, there, time))


def _by_time(amounts: Sequence[Amount]) -> Mapping[_Time, Sequence[Amount]]:
    found: defaultdict[_Time, list[Amount]] = defaultdict(list)
    for amount in amounts:
        found[amount.year, amount.phase].append(amount)
    return found


def _compared(
    document: Tied, amounts: Sequence[Amount], other: Tied, there: Sequence[Amount], time: _Time
) -> Iterator[Observation]:
    printed: defaultdict[str, list[Amount]] = defaultdict(list)
    for amount in there:
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
