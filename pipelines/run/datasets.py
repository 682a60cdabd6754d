"""The datasets that a run makes, by what gives their rows."""

from pipelines.analysis.sheets import SHEETS
from pipelines.datasets.catalogue import MODELS

ID, BODY = "document_id", "department_key"

DATASETS = tuple(name for name in MODELS if name != "changes")
"""The datasets that are read from documents or declared, in the order of the catalogue; the release adds `changes`."""

FAILED_FINDINGS = {"findings_errors": "error", "findings_warnings": "warning"}
"""The columns of `documents` that count failed findings, and of which severity."""

OWN = frozenset({"classifications", "corrections"})
"""The datasets that the project itself declares: no document changes them."""

PROOF = frozenset({"findings", "coverage", "completeness"})
"""The datasets that are about the others: what was checked, what is there, what is missing."""

OF_DOCUMENTS = tuple(name for name in DATASETS if name not in OWN | {"fetches"})
"""The datasets whose rows documents give, each by itself or all together."""

READ_OF_EACH = tuple(name for name in OF_DOCUMENTS if name not in {"documents", "departments", *SHEETS})
"""The datasets whose rows are kept of each document."""

ORDERED_BY = {
    **dict.fromkeys(READ_OF_EACH, ID),
    **{name: BODY if sheet.of_all else ID for name, sheet in SHEETS.items()},
}
"""The datasets whose rows each document gives, or each body, and the column that tells which."""
