"""The unit of work: one document, from its file to its rows, in two stages that are each done once.

What does them is named here, and loaded where a document is due: a run in which nothing is new only asks what is done.
"""

from io import BytesIO

from pipelines.extraction.grid import Page
from pipelines.extraction.store import PAGES_FILE, load_pages
from pipelines.run.fingerprint import fingerprint
from pipelines.run.stage import Job, Refusal, Stage

SAID_BY_SOURCE = ("division_code", "department_name", "fiscal_year", "stage", "scope")
"""The facts of a source that serve where its document does not say."""

DOCUMENT_FILE = "document.json"
"""What is known of a document as a whole: columns of its row in `documents`."""

_READERS = ("camelot-py", "numpy", "opencv-python-headless", "playa-pdf", "pypdfium2")
_MAKING = "run.making"

READ = Stage(
    "pages", f"pipelines.{_MAKING}:make_pages", fingerprint(("extraction.producers", "extraction.store"), _READERS)
)
"""File to pages: the grids and lines that are printed."""

INTERPRET = Stage(
    "results",
    f"pipelines.{_MAKING}:make_rows",
    fingerprint((_MAKING,), (*_READERS, "pandas", "pandera", "pyarrow", "pydantic", "pyyaml")),
    facts=(*SAID_BY_SOURCE, "sisters"),
)
"""Pages to rows: whose the document is, and what its tables and its text say; validated."""

STAGES = (READ, INTERPRET)


def read_pages_of(job: Job) -> tuple[Page, ...]:
    """The pages that `READ` kept of a document. LookupError where there are none."""
    kept = READ.read(job, PAGES_FILE)
    if kept is None:
        raise LookupError(f"{job.source.file} has not been read")
    return tuple(load_pages(BytesIO(kept)))


def process(job: Job) -> Refusal | None:
    """Take one document all the way. Its rows are kept under `INTERPRET.key(job)` unless it is refused."""
    return READ(job) or INTERPRET(job)
