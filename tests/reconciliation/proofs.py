"""`python -m tests.reconciliation.proofs PAGES`: prints the findings of kept pages, for a comparison of processes."""

import sys
from pathlib import Path

from pipelines.extraction.store import load_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.reconcile import reconcile
from tests.typesetting.seed import DEPARTMENT

if __name__ == "__main__":
    pages = tuple(load_pages(Path(sys.argv[1])))
    read = interpret(pages, Context(fiscal_year=2025, department_name=DEPARTMENT))
    facts = Facts(2025, "budget", DEPARTMENT, "420107")
    for finding in reconcile(read, facts):
        print(dict(finding))
