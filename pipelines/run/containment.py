"""What documents say of each other: which one is contained in another, where names and codes part ways.

A document is contained in its department's where the department's document of the same year and stage lists the body
and prints totals of it, and these agree with those that the document prints of itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.foundation.record import Record
from pipelines.reconciliation.findings.findings import Observation, observation_finding
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.run import restatements
from pipelines.run.departments import Tied, disclosure_ids
from pipelines.run.ties import Named, Printing, agree

CHECKS = ("unit_in_department", "one_code_one_body", *restatements.CHECKS)
"""The declared checks that are evaluated here, on all documents together."""

_DIGITS_OF_A_CODE = 3
"""A shorter one is a number in a list."""


_Body = tuple[str | None, int | None, str]
"""A body with the year and the stage of its documents."""


@dataclass(frozen=True)
class Links:
    """What the documents together tell of each, by document_id."""

    contained_in: Mapping[str, str] = field(default_factory=dict[str, str])
    disclosures: Mapping[str, str] = field(default_factory=dict[str, str])
    findings: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])

    def failed(self, document_id: str, severity: str) -> int:
        """How many findings of a severity the links add to a document."""
        rows = self.findings.get(document_id, ())
        return sum(row["status"] == Status.FAIL.value and row["severity"] == severity for row in rows)


def link(documents: Sequence[Tied]) -> Links:
    """What the documents tell of each other."""
    contained: dict[str, str] = {}
    findings: defaultdict[str, list[Record]] = defaultdict(list)
    bodies: defaultdict[_Body, list[Tied]] = defaultdict(list)
    for document in documents:
        bodies[document.key, document.fiscal_year, document.stage].append(document)
    for department in documents:
        listed = list(_listed(department, bodies))
        units = department.whole().units if listed else ()
        for document in listed:
            seen = _compared(document, department, units)
            findings[document.document_id].append(observation_finding(seen))
            if seen.status is Status.PASS:
                contained.setdefault(document.document_id, department.document_id)
    for document, seen in _codes_of_several_bodies(documents):
        findings[document.document_id].append(observation_finding(seen))
    for document, seen in restatements.restated(documents):
        findings[document.document_id].append(observation_finding(seen))
    return Links(contained, disclosure_ids(documents), dict(findings))


def _listed(department: Tied, bodies: Mapping[_Body, Sequence[Tied]]) -> Iterator[Tied]:
    """The documents that a department's may contain: those of bodies that it lists, of its year and stage."""
    if department.scope != "department" or department.key is None:
        return
    for key in dict.fromkeys(unit.key for unit in department.ties.units):
        for document in bodies.get((key, department.fiscal_year, department.stage), ()):
            if document.document_id != department.document_id and _may_contain(department, document):
                yield document


def _may_contain(department: Tied, document: Tied) -> bool:
    """Whether one is a document of a department, the other of a body below it or of its own level."""
    return department.fiscal_year is not None and (department.key != document.key or document.scope == "unit")


def _compared(document: Tied, department: Tied, units: Sequence[Named]) -> Observation:
    """What a document prints of its body beside what its department's does of its `units`."""
    printed = document.whole().own
    own = _by_what(printed.totals if printed else ())
    listed = _by_what({total for unit in units if unit.key == document.key for total in unit.totals})
    shared = sorted(own.keys() & listed.keys())
    differing = [of for of in shared if not agree(own[of], listed[of])]
    told = {"document": department.document_id, "department": department.name}
    if differing:
        amounts = {"own": own[differing[0]][0].yuan, "listed": listed[differing[0]][0].yuan}
        return Observation(CHECKS[0], Status.FAIL, "differs", {**told, **amounts})
    if any(amount.yuan for of in shared for amount in own[of]):
        return Observation(CHECKS[0], Status.PASS, "agrees", {**told, "count": len(shared)})
    return Observation(CHECKS[0], Status.NOT_APPLICABLE, "silent", told)


def _by_what(totals: Sequence[Printing] | set[Printing]) -> Mapping[str, Sequence[Printing]]:
    found: defaultdict[str, list[Printing]] = defaultdict(list)
    for total in sorted(totals):
        found[total.of].append(total)
    return found


def _codes_of_several_bodies(documents: Sequence[Tied]) -> Iterator[tuple[Tied, Observation]]:
    """Documents whose body has the printed code that another of its place had before: perhaps it was renamed."""
    printed: defaultdict[tuple[str, str], list[Tied]] = defaultdict(list)
    for document in documents:
        own = document.ties.own
        if own is not None and own.place is not None and document.fiscal_year is not None:
            for code in (code for code in own.codes if len(code) >= _DIGITS_OF_A_CODE):
                printed[own.place, code].append(document)
    for (_, code), same in printed.items():
        for document in same:
            before = [each for each in same if each.key != document.key and _is_before(each, document, same)]
            if before:
                latest = max(before, key=lambda each: (each.fiscal_year or 0, each.document_id))
                names = {"before": latest.name, "name": document.name}
                told = {"code": code, "year": latest.fiscal_year, "document": latest.document_id, **names}
                yield document, Observation(CHECKS[1], Status.FAIL, "renamed", told)


def _is_before(other: Tied, document: Tied, same: Sequence[Tied]) -> bool:
    """Whether a body's documents all are of earlier years than those of another."""
    years = [each.fiscal_year or 0 for each in same if each.key == other.key]
    return max(years) < min(each.fiscal_year or 0 for each in same if each.key == document.key)
