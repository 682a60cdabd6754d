"""The report of a release: pages without any script, each finding with its page and the framed piece of it."""

from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipelines.datasets.frames import frame, table_of, to_table
from pipelines.foundation.store import FolderStore
from pipelines.release.crops import Crop, crop_of, draw, outlines_of, place_of
from pipelines.release.pictures import Pictures
from pipelines.release.report import Files, main, write_pages
from pipelines.release.writing import write_dataset
from tests.assets.small import budget
from tests.release.orders import Document, record

A, B = Document("143"), Document("144")
CELL = {"table_no": 1, "page": 1, "x0": 300.0, "y0": 700.0, "x1": 360.0, "y1": 720.0}
BESIDE = {"table_no": 1, "page": 1, "x0": 100.0, "y0": 700.0, "x1": 300.0, "y1": 720.0, "column": 1}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    failed = {
        "check_id": "classes_not_swapped",
        "severity": "error",
        "status": "fail",
        "message": "人员类<填反>。",
        "message_en": "They are swapped.",
        "likelier_cause": "document",
        "left_yuan": Decimal("1.00"),
        "right_yuan": Decimal("2.00"),
        "difference_yuan": Decimal("-1.00"),
    }
    aside = {"document_id": None, "source_file": "scan.pdf", "status": "quarantined", "reason": "no_text_layer"}
    rows = {
        "documents": [
            {**A.row(), "status": "published_with_findings", "findings_errors": 1},
            B.row(),
            record("documents", **aside, sha256="e" * 64, disclosure_id=None),
        ],
        "findings": [record("findings", **A.identity, **{**CELL, **failed}), record("findings", **B.identity)],
        "cells": [
            record("cells", **A.identity, **CELL, row=1, column=2),
            record("cells", **A.identity, **BESIDE, row=1, disposition="withheld", role="label", source_text=None),
        ],
        "coverage": [record("coverage", **A.identity)],
    }
    for name, records in rows.items():
        write_dataset(name, [to_table(name, frame(name, records))], tmp_path / "release", "2025.03.01")
    return tmp_path / "release"


def test_each_finding_stands_with_its_page_and_a_piece_of_it(release, tmp_path):
    pdf = budget(tmp_path / "143-2025.pdf", "武汉市青山区民政局")
    write_pages(release, tmp_path / "report", "2025.03.01", Files({A.sha256: pdf}))
    pages = [path.stem for path in (tmp_path / "report").glob("*.html")]
    assert sorted(pages) == sorted([A.identity["document_id"], "index"])
    page = (tmp_path / "report" / f"{A.identity['document_id']}.html").read_text()
    assert "人员类&lt;填反&gt;。" in page and "They are swapped." in page
    assert 'href="https://' in page or '.pdf#page=1"' in page
    assert "#page=1" in page
    (picture,) = (tmp_path / "report" / "pages").iterdir()
    assert f"pages/{picture.name}" in page
    assert "<script" not in page
    image = cv2.imread(str(picture))
    assert image is not None and image.shape[1] == pytest.approx(260 * 1.5, abs=4)


def test_the_overview_tells_of_every_document(release, tmp_path):
    write_pages(release, tmp_path / "report", "2025.03.01", Files({}))
    text = (tmp_path / "report" / "index.html").read_text()
    for told in ("scan.pdf", "no_text_layer", f"{A.identity['document_id']}.html", "Documents without findings"):
        assert told in text
    assert not (tmp_path / "report" / "pages").exists()


def test_the_report_of_one_document(release, tmp_path, capsys):
    assert main([str(release), str(tmp_path / "one"), str(B.identity["document_id"])]) == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["index.html"]
    assert main([str(release), str(tmp_path / "none"), "nobody"]) == 2
    assert main([str(tmp_path / "nothing"), str(tmp_path / "none")]) == 2
    assert "not in the release: nobody" in capsys.readouterr().err


def test_withheld_cells_are_covered_and_nothing_outside_the_table_shows(tmp_path):
    pdf = budget(tmp_path / "a.pdf", "武汉市青山区民政局")
    cell, covered = (300.0, 100.0, 500.0, 300.0), (0.0, 0.0, 300.0, 842.0)
    ((_, image),) = draw(pdf, [("a", Crop(1, cell, (0.0, 0.0, 595.0, 842.0), (covered,)))])
    picture = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    left = picture[:, : int(290 * 1.5)]
    assert left.min() > 200
    assert abs(int(left.max()) - int(left.min())) < 40


def test_a_finding_without_a_cell_or_outside_of_its_table_gets_no_piece():
    finding = record("findings", **A.identity, **CELL)
    cells = [record("cells", **A.identity, **{**CELL, "x1": 340.0})]
    outline = outlines_of(table_of("cells", cells)).get(place_of(finding))
    assert crop_of({**finding, "x1": 340.0}, outline) is not None
    assert crop_of({**finding, "x0": None}, outline) is None
    assert crop_of(finding, outline) is None
    assert outlines_of(table_of("cells", [])) == {}
    assert crop_of(finding, None) is None


def test_a_file_that_cannot_be_drawn_gives_no_pieces(tmp_path):
    (tmp_path / "broken.pdf").write_text("no pdf")
    crop = Crop(1, (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0), ())
    assert list(draw(tmp_path / "broken.pdf", [("a", crop)])) == []


PLACES = (Crop(1, (300.0, 100.0, 500.0, 300.0), (0.0, 0.0, 595.0, 842.0), ()),
          Crop(1, (200.0, 100.0, 300.0, 300.0), (0.0, 0.0, 595.0, 842.0), ()))  # fmt: skip


def test_pieces_of_the_same_file_and_places_are_drawn_once(tmp_path):
    pdf = budget(tmp_path / "a.pdf", "武汉市青山区民政局")
    pictures = Pictures(FolderStore(tmp_path / "work"), "code")
    drawn = pictures.draw(pdf, A.sha256, PLACES)
    assert sorted(drawn) == [0, 1] and drawn[0] != drawn[1]
    pdf.unlink()
    assert pictures.draw(pdf, A.sha256, PLACES) == drawn


def test_pieces_are_drawn_anew_for_another_file_place_or_code(tmp_path):
    pdf = budget(tmp_path / "a.pdf", "武汉市青山区民政局")
    store = FolderStore(tmp_path / "work")
    Pictures(store, "code").draw(pdf, A.sha256, PLACES)
    pdf.unlink()
    covered = (PLACES[0], Crop(1, PLACES[1].cell, PLACES[1].table, (PLACES[0].cell,)))
    assert Pictures(store, "code").draw(pdf, B.sha256, PLACES) == {}
    assert Pictures(store, "code").draw(pdf, A.sha256, covered) == {}
    assert Pictures(store, "other code").draw(pdf, A.sha256, PLACES) == {}


def test_pieces_that_were_not_all_drawn_are_not_kept(tmp_path):
    pdf = tmp_path / "a.pdf"
    pictures = Pictures(FolderStore(tmp_path / "work"), "code")
    assert pictures.draw(pdf, A.sha256, PLACES) == {}
    budget(pdf, "武汉市青山区民政局")
    drawn = pictures.draw(pdf, A.sha256, PLACES)
    assert sorted(drawn) == [0, 1]
    next((tmp_path / "work" / "pictures").rglob("1.webp")).unlink()
    assert pictures.draw(pdf, A.sha256, PLACES) == drawn
    assert len([*(tmp_path / "work" / "pictures").rglob("*.webp")]) == 2
