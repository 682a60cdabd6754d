"""Changes drawn together that leave the visible page as it was never change an amount: read as printed, or told of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from tests.extraction.disguises import DISGUISES
from tests.extraction.disguises_of_rules import DISGUISES_OF_RULES
from tests.typesetting import Line, Table, typeset

AMOUNTS = ["1,234.56", "806.77", "0.00", "93.40", "5,218.09", "-71.25"]
TABLE = Table(
    caption=("表3", Line(centre="部门支出总表", size=14), Line(left="部门：江城市水务局", right="单位：万元")),
    header=[["科目名称", "合计", "基本支出", "项目支出"]],
    body=[[f"第{row}款支出", AMOUNTS[row % 6], "", AMOUNTS[(row + 2) % 6]] for row in range(1, 9)],
    widths=(4, 2, 2, 2),
)
PRINTED = Counter(str(text) for row in TABLE.body for text in row[1:] if text)

_RULES = ("rules ",)
_FRAMES = ("box ", "crop ", "media ", "a larger media", "a smaller crop", "rotated ", "turned ")
_SKEWS = ("askew ",)
_COLOURS = ("text in colour", "bold by")
_GROUNDS = ("on a ground",)
_FORMS = ("in a form", "in six forms")
_ADDED = ("unseen ", "tiled ", "white rules", "transparent rules")
ALL = {**DISGUISES, **DISGUISES_OF_RULES}


def _of(*starts: str) -> list[str]:
    return sorted(name for name in ALL if name.startswith(starts))


@st.composite
def changes(draw: st.DrawFn) -> list[str]:
    """Changes that go together, in an order in which each leaves the others': one way each of drawing the rules and of
    setting the page, and up to three things laid under, over and beside the print."""
    chosen = [draw(st.sampled_from(_of(*names))) for names in (_RULES, _COLOURS) if draw(st.booleans())]
    added = _of(*_ADDED)
    if draw(st.booleans()):
        chosen.append(draw(st.sampled_from(_of(*_GROUNDS))))
        # White shows on a ground that is not.
        added = [name for name in added if "white" not in name]
    chosen += draw(st.lists(st.sampled_from(added), max_size=3, unique=True))
    if draw(st.booleans()):
        chosen.append(draw(st.sampled_from(_of(*_FORMS))))
    chosen += [draw(st.sampled_from(_of(*names))) for names in (_SKEWS, _FRAMES) if draw(st.booleans())]
    return chosen


def test_every_change_can_be_drawn() -> None:
    kinds = (_RULES, _FRAMES, _SKEWS, _COLOURS, _GROUNDS, _FORMS, _ADDED)
    drawn = [name for kind in kinds for name in _of(*kind)]
    assert sorted([*drawn, "nothing"]) == sorted(ALL)
    assert len(drawn) >= 60


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return typeset(tmp_path_factory.mktemp("plain") / "a.pdf", [TABLE])


def believed(pages: list[Page]) -> Counter[str]:
    """The numbers of columns that are not the first, in tables, of which nothing is doubted. Letters are no amount."""
    cells = (cell for page in pages for grid in page.grids for cell in grid.cells if cell.row > 0 and cell.column > 0)
    return Counter(cell.text for cell in cells if cell.proven and any(map(str.isdigit, cell.text)))


def hold(names: list[str], plain: Path) -> None:
    with pdfium.PdfDocument(plain) as document:
        for name in names:
            ALL[name](document)
        document.save(plain.parent / "changed.pdf")
    pages = [page.upright() for page in read_pages(plain.parent / "changed.pdf")]
    read = believed(pages)
    missing = sum((PRINTED - read).values())
    doubted = sum(bool(cell.doubt) for page in pages for grid in page.grids for cell in grid.cells)
    event("all read" if not missing else "some told of")
    assert not read - PRINTED, "an amount is read that is not printed"
    assert missing <= doubted, "an amount is missing that nothing tells of"


_quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=(Phase.explicit, Phase.generate)
)


@settings(_quick, max_examples=4, derandomize=True)
@example(["on a ground of (0, 0, 0, 20)", "a larger media box"])
@example(["unseen over figures, too small", "tiled digits, light red", "askew by -1"])
@example(["rules as thick rectangles", "tiled digits, light, larger", "unseen beside figures, white"])
@example(["text in colour (120, 120, 120, 255)", "on a ground of (0, 0, 0, 20)", "tiled digits, light red"])
@given(changes())
def test_changes_together_change_no_amount(plain: Path, names: list[str]) -> None:
    hold(names, plain)


@pytest.mark.corpus
@settings(_quick, max_examples=150, derandomize=True)
@given(changes())
def test_many_changes_together_change_no_amount(plain: Path, names: list[str]) -> None:
    hold(names, plain)
