"""The promise: every figure of a publisher nobody has seen is published as printed, or said not to be read.

The layouts are drawn at random; each seed is a publisher. `pages` gives its tables as the extraction would; some are
typeset and read from the PDF on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.invented.accounts import YEAR
from tests.invented.reading import figures_read
from tests.invented.setting import items, pages, publisher
from tests.invented.table import Figure, Publisher
from tests.typesetting import typeset

FEW, MANY, TYPESET = range(3), range(3, 240), range(240, 264)


def counted(figures: Iterable[Figure]) -> Counter[tuple[object, ...]]:
    """The figures with their amounts in one form."""
    return Counter(
        tuple(each.normalize() if isinstance(each, Decimal) else each for each in figure) for figure in figures
    )


def hold(of: Publisher, printed: Iterable[Page], figures: Iterable[Figure]) -> None:
    """Every published figure is printed, and every printed one is published."""
    context = Context(YEAR, of.accounts.department, stage="final_accounts" if of.is_final else "budget")
    found = interpret(list(printed), context)
    read, true = counted(figures_read(found.records, is_final=of.is_final)), counted(figures)
    assert found.faults == ()
    assert {"wrong": list((read - true).elements()), "missing": list((true - read).elements())} == {
        "wrong": [],
        "missing": [],
    }


@pytest.mark.parametrize("seed", FEW)
def test_an_invented_publisher(seed: int) -> None:
    of = publisher(seed)
    hold(of, *pages(of))


@pytest.mark.corpus
@pytest.mark.parametrize("seed", MANY)
def test_many_invented_publishers(seed: int) -> None:
    of = publisher(seed)
    hold(of, *pages(of))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.corpus) for seed in range(1, 60))])
def test_final_accounts_of_an_invented_publisher(seed: int) -> None:
    of = publisher(seed, is_final=True)
    hold(of, *pages(of))


@pytest.mark.parametrize("seed", [FEW.stop - 1, *(pytest.param(seed, marks=pytest.mark.corpus) for seed in TYPESET)])
def test_an_invented_publisher_typeset(seed: int, tmp_path: Path) -> None:
    of = publisher(seed)
    typeset_items, figures = items(of)
    hold(of, read_pages(typeset(tmp_path / "budget.pdf", typeset_items)), figures)
