from decimal import Decimal

from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.withholding import withhold
from pipelines.interpretation.sheets.reading import Context
from tests.printed import page

HEADER = ["科目编码", "科目名称", "合计"]


def cells(*tables: list[list[str]], title: str = "支出总表") -> dict[object, object]:
    """The text and the disposition of each cell by its row and column."""
    read = interpret([page(1, [title, "单位：元"], *tables)], Context(fiscal_year=2025)).rows("cells")
    return {(cell["row"], cell["column"]): (cell["source_text"], cell["disposition"]) for cell in read}


def test_signatures_under_a_budget_table_are_withheld():
    found = cells([HEADER, ["201", "一般公共服务支出", "3.00"], ["单位负责人：王小明", "制表人：李明", ""]])

    assert found[2, 0] == (None, "withheld")
    assert found[2, 1] == (None, "withheld")
    assert found[1, 2] == ("3.00", "published")


def test_tables_nobody_knows_are_searched_too():
    found = cells([["联系人", "王小明", "联系电话", "86861234"], ["住址", "和平大道1号", "", ""]], title="联络表")

    assert found[0, 1] == (None, "withheld")
    assert found[0, 3] == (None, "withheld")
    assert found[1, 1] == ("和平大道1号", "unknown_table")


def test_texts_of_rows_lose_what_is_personal():
    row: dict[str, object] = {
        "content": "热线维护，联系人：王小明。",
        "source_text": "热线维护，联系人：王小明。",
        "page": 3,
    }

    (after,) = withhold({"project_profiles": [row]})["project_profiles"]

    assert after == row | {"content": "热线维护，…。", "source_text": "热线维护，…。"}


def test_numbers_stay():
    row = {"amount_yuan": Decimal("13912345678.00"), "source_text": "13912345678", "name": "办公费"}

    assert withhold({"budget_lines": [row]})["budget_lines"] == [row]
