"""Small documents, one per kind of trouble: no amount that isn't printed, none missing in silence, no person."""

import json
import runpy
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.foundation.record import Record
from tests.publishing import SHARED, publish, texts

CASES = SHARED / "cases"
HOSTILE = CASES / "hostile"
# What shows on their pages is the same, however it is set.
SHOW_THE_SAME = [
    {"slight-skew-codes-as-amounts.pdf", "watermark-small-tiled.pdf"},
    {"failed-fontsize.pdf", "page-twice-rows-twice.pdf", "white-rules-cut-numbers.pdf"},
    {"cropbox-origin-codes-as-amounts.pdf", "double-rules-codes-as-amounts.pdf"},
    {"fake_bold-lo-missing.pdf", "form_xobject_6-lo-missing.pdf", "x-mediabox_nan.pdf"},
    {"blank_tr3-blank.pdf", "blank_transparent-blank.pdf", "blank_white-blank.pdf"},
    {"person-position.pdf", "person-role.pdf", "person-wechat.pdf"},
]
PERSONS = ("汪竹林", "姚欢", "wangzhulin88", "12345678")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"there is no {HOSTILE}"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        return publish(CASES, tmp_path_factory.mktemp("processed"), tmp_path_factory.mktemp("work"))


def rows(published: Path, dataset: str) -> list[Record]:
    return pq.read_table(published / f"{dataset}.parquet").to_pylist()


@pytest.fixture(scope="module")
def files(published) -> dict[str, str]:
    """The names of the published documents' files, by document."""
    documents = rows(published, "documents")
    return {str(row["document_id"]): Path(str(row["source_file"])).name for row in documents if row["document_id"]}


def test_each_published_amount_is_one_that_is_printed(published, capsys):
    runpy.run_path(str(CASES / "cases.py"))["main"](str(published), str(CASES))
    lines = capsys.readouterr().out.splitlines()
    documents = json.loads((CASES / "cases.json").read_text(encoding="utf-8"))
    assert len(lines) == len(documents) + 1
    assert " wrong 0 " in lines[-1]


@pytest.mark.parametrize("names", SHOW_THE_SAME, ids=min)
def test_what_shows_is_published_however_it_is_set(published, files, names):
    amounts = {name: Counter[tuple[object, ...]]() for name in names}
    for row in rows(published, "budget_lines"):
        if (name := files[str(row["document_id"])]) in names:
            amounts[name][row["table"], row["line"], row["code"], row["measure"], row["fund"], row["amount_yuan"]] += 1
    first, *others = amounts.values()
    assert first
    assert all(other == first for other in others)


def test_digits_whose_shapes_are_not_those_of_the_font_s_map_are_not_read(published, files):
    swapped = {document for document, name in files.items() if name == "tounicode-two-digits-swapped.pdf"}
    assert swapped
    assert not [row for row in rows(published, "budget_lines") if row["document_id"] in swapped]
    unshown = [row for row in rows(published, "findings") if row["check_id"] == "figures_shown"]
    assert swapped & {row["document_id"] for row in unshown if row["status"] == "fail"}


def test_what_can_be_read_only_in_part_is_marked_and_each_check_is_made(published, files):
    damaged = {files[str(row["document_id"])] for row in rows(published, "documents") if row["damaged_pages"]}
    assert "damaged-page-projects-lost-silently.pdf" in damaged
    assert not [row for row in rows(published, "findings") if row["check_id"] == "proof.evaluated"]


def test_no_person_leaves(published):
    said = "\n".join(texts(published))
    assert [person for person in PERSONS if person in said] == []
