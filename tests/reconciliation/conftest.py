"""The seed's disclosure, read once: a document whose every identity and error is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.reconcile import reconcile
from tests.typesetting.seed import DEPARTMENT, NAME, RAW


@dataclass(frozen=True)
class Document:
    """A document as the checks see it."""

    pages: tuple[Page, ...]
    read: Interpretation
    facts: Facts

    def findings(self, records=None) -> list[Record]:
        """Its findings, or those it would have with other records."""
        return reconcile(self.read if records is None else replace(self.read, records=records), self.facts)

    @property
    def records(self) -> Mapping[str, Sequence[Record]]:
        return self.read.records


@pytest.fixture(scope="session")
def seed() -> Document:
    pages = tuple(read_pages(RAW / NAME))
    read = interpret(pages, Context(fiscal_year=2025, department_name=DEPARTMENT))
    return Document(pages, read, Facts(2025, "budget", DEPARTMENT, "420107"))


@pytest.fixture(scope="session")
def seed_findings(seed: Document) -> list[Record]:
    return seed.findings()
