"""The findings of a release for a person to read: `python -m pipelines.run.report PROCESSED [DOCUMENT_ID ...]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.reconciliation.findings.report import render_report

_BAD_USAGE = 2


def report(processed: Path, document_ids: Sequence[str] = ()) -> Iterator[str]:
    """The report of each document of a release, or of those named, in the order of the release."""
    documents = pq.read_table(processed / "documents.parquet").to_pylist()
    for document in documents:
        name = document["document_id"]
        if name is None or (document_ids and name not in document_ids):
            continue
        rows = pq.read_table(processed / "findings.parquet", filters=[("document_id", "=", name)]).to_pylist()
        yield f"{name}  {document['title'] or document['department_name']}\n{render_report(rows)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report of a release; exit code 2 where there is none, or a document is not in it."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.run.report", description=__doc__)
    parser.add_argument("processed", type=Path, help="folder of the release")
    parser.add_argument("documents", nargs="*", help="document_id of the documents to report; all without")
    given = parser.parse_args(arguments)
    if not (given.processed / "findings.parquet").is_file():
        print(f"{given.processed}: no release with findings there", file=sys.stderr)
        return _BAD_USAGE
    texts = list(report(given.processed, given.documents))
    if given.documents and not texts:
        print(f"{given.processed}: none of these documents is in the release", file=sys.stderr)
        return _BAD_USAGE
    print("\n".join(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
