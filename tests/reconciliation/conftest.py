"""The seed's disclosure, read once: a document whose every identity and error is known."""

from dataclasses import dataclass

import pytest

from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.prose.paragraphs import Paragraph, read_prose
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.reconcile import Facts, reconcile
from tests.typesetting.seed import NAME, RAW


@dataclass(frozen=True)
class Document:
    """A document as the checks see it."""

    records: dict[str, list[Record]]
    prose: list[Paragraph]
    facts: Facts

    def findings(self, records=None) -> list[Record]:
        """Its findings, or those it would have with other records."""
        return reconcile(self.records if records is None else records, self.facts, self.prose)


@pytest.fixture(scope="session")
def seed() -> Document:
    pages = tuple(read_pages(RAW / NAME))
    name = "青山区城市运行管理中心"
    records = interpret(pages, Context(fiscal_year=2025, department_name=name))
    return Document(records, list(read_prose(pages)), Facts(2025, "budget", name, "420107"))


@pytest.fixture(scope="session")
def seed_findings(seed: Document) -> list[Record]:
    return seed.findings()
