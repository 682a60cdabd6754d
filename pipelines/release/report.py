"""The report of a release for people: pages without any script, an overview and a page for each document.

`python -m pipelines.release.report RELEASE TARGET [--raw DIR] [DOCUMENT_ID ...]` makes it anew, of some documents if
need be, with the pieces of the pages where the documents are at hand.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.datasets.enumerations import CAUSE, CHECK_STATUS, PRESENCE, SEVERITY, STANDARD_TABLE, STATUS
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.reconciliation.findings.catalogue import checks
from pipelines.release.by_document import Slice, rows_by_document
from pipelines.release.counts import count_by
from pipelines.release.crops import OF_CELLS, Crop, Outline, Place, crop_of, outlines_of, place_of
from pipelines.release.guide import templates, write_text
from pipelines.release.manifest import read_manifest
from pipelines.release.package import Edition, package
from pipelines.release.pictures import Pictures, drawn_pieces

_BAD_USAGE = 2
_FOLDER = "report"
_TOLD = ("fail", "not_applicable")
"""The statuses of findings for which a document has a page."""
_COUNTED = ("document_id", "status", "severity")


class ReportWords(Declaration):
    """How much of the report is drawn."""

    drawn: tuple[str, ...]
    most_drawn: int


REPORT = DeclarationFile("pipelines.release", "report.yaml", ReportWords)


@cache
def _words() -> ReportWords:
    return REPORT.load()


@dataclass(frozen=True)
class Files:
    """The documents at hand, by their digest, and the pieces of them that were drawn before, where any are kept."""

    by_digest: Mapping[str, Path]
    pictures: Pictures | None = None

    def pieces(self, sha256: str, crops: Sequence[Crop]) -> Mapping[int, bytes]:
        """The pieces of a document, by their place among those asked for."""
        pdf = self.by_digest.get(sha256)
        if pdf is None or not pdf.is_file():
            return {}
        return self.pictures.draw(pdf, sha256, crops) if self.pictures else drawn_pieces(pdf, crops)


@dataclass(frozen=True)
class _Told:
    """A finding as its page tells it."""

    finding: Record
    link: str | None
    picture: str | None


def write_part(release: Path, edition: Edition, part: int, parts: int) -> None:
    """Write the pages of one of so many parts of a release's documents to its folder `report`."""
    documents = _documents(release)
    first, end = (each * documents.num_rows // parts for each in (part, part + 1))
    files = Files(edition.files, edition.pictures)
    own = documents.slice(first, end - first).to_pylist()
    _write_documents(release, release / _FOLDER, str(edition.version), files, own)


def write_overview(release: Path, edition: Edition) -> None:
    """Write the overview over all documents of a release to its folder `report`."""
    _write_overview(release, release / _FOLDER, str(edition.version), _documents(release).to_pylist())


def write_pages(release: Path, target: Path, version: str, files: Files, only: Sequence[str] = ()) -> None:
    """Write the pages of all documents of a release, or of some, and the overview over them."""
    chosen = [row for row in _documents(release).to_pylist() if not only or row["document_id"] in only]
    _write_documents(release, target, version, files, chosen)
    _write_overview(release, target, version, chosen)


def _documents(release: Path) -> pa.Table:
    return pq.read_table(release / "documents.parquet")


def _write_documents(release: Path, target: Path, version: str, files: Files, documents: Iterable[Record]) -> None:
    """Write a page for each document with findings that failed or could not be checked."""
    found, coverage = _by_document(release, "findings"), _by_document(release, "coverage")
    cells = _by_document(release, "cells", ("document_id", *OF_CELLS)) if files.by_digest else {}
    for row in documents:
        name = str(row["document_id"])
        if name not in found:
            continue
        findings = found[name]()
        statuses = Counter(map(str, findings["status"].to_pylist()))
        if any(statuses[status] for status in _TOLD):
            covered = coverage[name]().to_pylist() if name in coverage else []
            # Nine of ten are in order, of which the page tells the number.
            told = findings.filter(pc.call_function("not_equal", [findings["status"], "pass"])).to_pylist()
            pictures = _pictures(target, row, told, cells.get(name), files)
            _write_document(target, row, told, statuses, covered, pictures, version)


def _write_overview(release: Path, target: Path, version: str, documents: Sequence[Record]) -> None:
    names = {row["document_id"] for row in documents if row["document_id"] is not None}
    failed = {name: Counter[str]() for name in names}
    written: set[str] = set()
    findings = release / "findings.parquet"
    counted = count_by(findings, _COUNTED) if findings.exists() else {}
    for (name, status, severity), number in ((map(str, values), number) for values, number in counted.items()):
        if name in names and status in _TOLD:
            written.add(name)
            if status == "fail":
                failed[name][severity] += number
    covered = release / "coverage.parquet"
    unread = pq.read_table(covered, filters=pc.field("numbers_unread") != 0).to_pylist() if covered.exists() else []
    told = {
        **_labels(),
        "version": version,
        "package": package(),
        "documents": documents,
        "by_status": Counter(str(row["status"]) for row in documents),
        "aside": [row for row in documents if row["status"] == "quarantined"],
        "failed": failed,
        "totals": sum(failed.values(), Counter()),
        "unread": sorted((each for each in unread if each["document_id"] in names), key=_most_first),
        "written": written,
        "page_of": page_of,
    }
    write_text(target / "index.html", templates().get_template("report.html").render(told))


def page_of(document_id: str) -> str:
    """The file name of a document's page."""
    return f"{document_id}.html"


def _write_document(
    target: Path,
    document: Record,
    findings: Sequence[Record],
    statuses: Counter[str],
    coverage: Sequence[Record],
    pictures: Mapping[int, str],
    version: str,
) -> None:
    failures = _failures(findings)
    told = {
        **_labels(),
        "version": version,
        "document": document,
        "failures": {
            severity: [_Told(each, _link(document, each["page"]), pictures.get(id(each))) for each in found]
            for severity, found in failures.items()
        },
        "statuses": statuses,
        "unevaluated": _grouped(each for each in findings if each["status"] == "not_applicable"),
        "rounding": _grouped(each for each in findings if each["status"] == "rounding"),
        "coverage": coverage,
        "link": lambda page: _link(document, page),
        "check_of": lambda name: checks().get(name),
    }
    page = templates().get_template("document.html").render(told)
    write_text(target / page_of(str(document["document_id"])), page)


def _failures(findings: Sequence[Record]) -> Mapping[str, Sequence[Record]]:
    """The findings that failed, by severity, in the order of their pages."""
    return {
        severity: sorted(
            (each for each in findings if each["status"] == "fail" and each["severity"] == severity), key=_place
        )
        for severity in SEVERITY
    }


def _pictures(
    target: Path, document: Record, findings: Sequence[Record], cells: Slice | None, files: Files
) -> Mapping[int, str]:
    """The pieces of pages that were written, by the identity of their finding."""
    failed = (each for found in _failures(findings).values() for each in found)
    wanted = [each for each in failed if each["severity"] in _words().drawn and each["table_no"] is not None]
    if cells is None or not wanted or str(document["sha256"]) not in files.by_digest:
        return {}
    outlines = _outlines(cells, wanted)
    crops = [(number, crop_of(each, outlines.get(place_of(each)))) for number, each in enumerate(wanted)]
    drawn = [(number, crop) for number, crop in crops if crop is not None][: _words().most_drawn]
    found: dict[int, str] = {}
    for place, image in files.pieces(str(document["sha256"]), [crop for _, crop in drawn]).items():
        number, _ = drawn[place]
        name = f"{document['document_id']}-{number + 1}.webp"
        (target / "pages").mkdir(parents=True, exist_ok=True)
        (target / "pages" / name).write_bytes(image)
        found[id(wanted[number])] = f"pages/{quote(name)}"
    return found


def _outlines(cells: Slice, findings: Sequence[Record]) -> Mapping[Place, Outline]:
    """The outlines of the tables of a document that findings speak of, on the pages that they speak of."""
    tables, pages = (pa.array({place[each] for place in map(place_of, findings)}, pa.int64()) for each in (0, 1))
    return outlines_of(cells().filter(pc.field("table_no").isin(tables) & pc.field("page").isin(pages)))


def _link(document: Record, page: object) -> str | None:
    """Where a page can be seen: at the document's address, else at its file."""
    if page is None:
        return None
    return f"{document['source_url'] or quote(str(document['source_file']))}#page={page}"


def _grouped(findings: Iterable[Record]) -> Mapping[str, Counter[tuple[str, str]]]:
    """Messages by check, each with how often it comes."""
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for each in findings:
        found[str(each["check_id"])][str(each["message"]), str(each["message_en"])] += 1
    return found


def _by_document(release: Path, dataset: str, columns: Sequence[str] | None = None) -> Mapping[str, Slice]:
    """The rows of each document in a dataset, or some of their columns; none where a release has no such dataset."""
    file = release / f"{dataset}.parquet"
    return rows_by_document(file, columns or pq.read_schema(file).names) if file.exists() else {}


def _most_first(row: Record) -> tuple[int, str, str]:
    """The order of tables of which numbers were not read."""
    return -int(str(row["numbers_unread"])), str(row["document_id"]), str(row["table"])


def _labels() -> dict[str, object]:
    return {
        "statuses_of_documents": STATUS,
        "severities": SEVERITY,
        "checked": CHECK_STATUS,
        "tables": STANDARD_TABLE,
        "presences": PRESENCE,
        "causes": CAUSE,
    }


def _place(finding: Record) -> tuple[int, str]:
    page = finding.get("page")
    return (page if isinstance(page, int) else 0, str(finding.get("check_id")))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the report of a release; exit code 2 where a document is not in it."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.release.report", description=__doc__)
    parser.add_argument("release", type=Path, help="folder of the release")
    parser.add_argument("target", type=Path, help="where the pages go")
    parser.add_argument("documents", nargs="*", help="document_id of the documents to report; all without")
    parser.add_argument("--raw", type=Path, help="folder of the documents, to show pieces of their pages")
    given = parser.parse_args(arguments)
    if not (given.release / "findings.parquet").is_file():
        print(f"{given.release}: no release with findings there", file=sys.stderr)
        return _BAD_USAGE
    documents = _documents(given.release).to_pylist()
    known = {row["document_id"] for row in documents}
    if unknown := [name for name in given.documents if name not in known]:
        print(f"{given.release}: not in the release: {', '.join(unknown)}", file=sys.stderr)
        return _BAD_USAGE
    files = {str(row["sha256"]): given.raw / row["source_file"] for row in documents} if given.raw else {}
    version = str(read_manifest(given.release).get("version", ""))
    write_pages(given.release, given.target, version, Files(files), given.documents)
    print(given.target / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
