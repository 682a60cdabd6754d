import string
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.datasets.frames import frame, to_table
from pipelines.personal_data.numbers import identity_card, luhn
from pipelines.release import searched
from pipelines.release.personal_data import PersonalDataError, scan
from pipelines.release.searched import Piece, Search, Searched

DOCUMENT = {
    "document_id": "420107-143-2025-budget",
    "fiscal_year": 2025,
    "division_code": "420107",
    "department_code": "143",
}


def rules_found(dataset: str, **values: object) -> set[str]:
    return {hit.rule for hit in scan(dataset, to_table(dataset, frame(dataset, [DOCUMENT | values])))}


def grid(*rows: tuple[str | None, ...], roles: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """The cells of a small form; `roles` are those of its columns."""
    return [
        DOCUMENT
        | {"page": 27, "table_no": 15, "row": row, "column": column, "row_span": 1, "column_span": 1}
        | {"role": roles[column] if roles else "text", "source_text": text}
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]


def hits_in(cells: list[dict[str, object]]) -> set[tuple[str, int]]:
    return {(hit.rule, hit.row) for hit in scan("cells", to_table("cells", frame("cells", cells)))}


PERSONAL = [
    ("联系我们：13912345678", {"mobile"}),
    ("手机 139-1234-5678", {"mobile", "telephone"}),
    ("１３９１２３４５６７８", {"mobile"}),
    ("+86 139 1234 5678", {"mobile"}),
    ("（027）68861234", {"landline"}),
    ("027-68861234", {"landline"}),
    ("02768861234", {"landline"}),
    ("联系方式：023—63891234", {"landline", "telephone"}),
    ("0714-8612345转3", {"landline"}),
    ("联系电话：86861234", {"telephone"}),
    ("11010519491231002X", {"identity_card"}),
    ("身份证号：11010519491231002x。", {"identity_card"}),
    ("工资账号6222 0200 0000 0000 000", {"bank_account"}),
    ("请寄 budget.office@example.gov.cn", {"email"}),
    ("填报人：王小明", {"person"}),
    ("项目负责人 / 欧阳小明", {"person"}),
    ("联 系 人：王 明", {"person"}),
    ("复核人（签字）：王小明", {"person"}),
    ("联系人 买买提·艾力", {"person"}),
    ("初审：王明 复审：李明 终审：赵明", {"person"}),
    ("部门主要负责人审签情况：王小明", {"person"}),
]

HARMLESS = [
    "保障12345市民服务热线和12319数字化城管平台运转",
    "举报电话：12345",
    "服务电话：400-820-8820",
    "电话：110、119、120",
    "项目编码42010725143T000000100",
    "42010725143T000000101 / 青山区网格员终端服务项目",
    "A05040101复印纸",
    "C23120301",
    "[30207]邮电费",
    "2010350 / 事业运行 / 13912345.67",
    "合计 13912345678.00 元",
    "合计 13,912,345,678 元",
    "2025-01-24",
    "2024年12月31日至2025年12月31日",
    "财行〔2016〕367号",
    "6222020000000000",
    "110105194912310021",
    "62220200000000000000000",
    "负责人权宣传工作的组织协调",
    "主要负责人用车0辆",
    "负责人：财务科",
    "项目负责人：青山区城市运行管理中心",
    "联系人：办公室",
    "填报人：无",
    "部门主要负责人审签情况：已审签",
    "联系人、联系电话",
    "价格初审工作流程",
    "拓展电话、微信等服务渠道，全年接听1000000次",
    "固定电话机",
]


@pytest.mark.parametrize(("text", "rules"), PERSONAL)
def test_personal_data_in_a_text_is_found(text, rules):
    assert rules_found("project_profiles", content=text) == rules


@pytest.mark.parametrize("text", HARMLESS)
def test_what_budgets_print_is_no_hit(text):
    assert rules_found("project_profiles", content=text) == set()


def test_eleven_digits_of_yuan_are_an_amount():
    amount = Decimal("13912345678")

    assert rules_found("budget_lines", source_text="13912345678", amount_yuan=amount) == set()
    assert rules_found("budget_lines", source_text="13912345678元", amount_yuan=amount) == set()
    assert rules_found("budget_lines", source_text="13912345678") == {"mobile"}
    assert rules_found("budget_lines", row_path="13912345678", amount_yuan=amount) == {"mobile"}


def test_a_citizens_number_is_one_even_in_a_cell_read_as_a_code():
    cells = [DOCUMENT | {"role": "code", "source_text": "11010519491231002X", "row_span": 1, "column_span": 1}]
    cells[0] |= {"table_no": 1, "row": 0, "column": 0}

    assert hits_in(cells) == {("identity_card", 0)}


def test_the_cells_beside_a_label_are_somebodys():
    cells = grid(("项目负责人", "王小明", "联系电话", "86861234"), ("项目属性", "持续性项目", "联系电话", "12345"))

    assert hits_in(cells) == {("person", 1), ("telephone", 3)}


def test_the_cells_below_a_heading_are_somebodys():
    cells = grid(("单位", "联系人"), ("城管局", "王小明"), ("应急局", "李明"))
    for cell in cells[:2]:
        cell["role"] = "header"

    assert hits_in(cells) == {("person", 3), ("person", 5)}


def test_a_value_beside_merged_cells_is_found():
    cells = grid(("填报人", None, "王小明"))
    cells[0]["column_span"] = 2
    del cells[1]

    assert hits_in(cells) == {("person", 1)}


def test_withheld_cells_and_bodies_are_no_hit():
    cells = grid(("填报人", None, "联系电话", None), ("负责人", "办公室", "项目单位", "城管局"))

    assert hits_in(cells) == set()


def test_a_form_of_another_document_is_another_form():
    cells = grid(("填报人", None), ("甲", "王小明"))
    cells[3] |= {"document_id": "420107-144-2025-budget", "row": 0}

    assert hits_in(cells) == set()


def test_a_hit_says_where_and_not_what():
    table = to_table(
        "project_profiles",
        frame("project_profiles", [DOCUMENT, DOCUMENT | {"page": 27, "content": "填报人：王小明"}]),
    )

    (hit,) = scan("project_profiles", table)

    assert hit.row == 1
    assert str(hit) == "project_profiles.content (420107-143-2025-budget, page 27): person 王**"
    assert "王小明" not in str(PersonalDataError([hit] * 12))
    assert str(PersonalDataError([hit] * 12)).endswith("; and 2 more")


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text(st.sampled_from("联系我们，。 /："), max_size=5),
    st.text(st.sampled_from("预算支出，。 /："), max_size=5),
)
def test_a_mobile_number_is_found_wherever_it_stands(number, before, after):
    assert "mobile" in rules_found("performance_targets", goal=f"{before}{number}{after}")


@given(st.from_regex(r"[1-9][0-9]{7}(T|R|Y)[0-9]{9}|[ABC][0-9]{8}|[23][0-9]{6}", fullmatch=True))
def test_codes_are_no_hit(code):
    assert rules_found("performance_targets", goal=f"[{code}]{code}") == set()


@given(st.decimals(min_value=0, max_value=10**13, places=2))
def test_amounts_with_decimals_are_no_hit(amount):
    assert rules_found("performance_targets", goal=f"安排{amount}元，{amount:,}元") == set()


@given(st.from_regex(r"[0-9]{15,18}", fullmatch=True))
def test_one_check_digit_of_ten_is_right(number):
    assert sum(luhn(f"{number}{digit}") for digit in string.digits) == 1


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_one_check_character_of_eleven_is_right(number):
    assert sum(identity_card(f"{number}{character}") for character in "0123456789X") == 1


def profiles(*contents: str) -> pa.Table:
    """The project profiles of as many documents, each with its content."""
    rows = [
        DOCUMENT | {"document_id": f"420107-{number}-2025-budget", "page": 1, "project_name": "甲", "content": text}
        for number, text in enumerate(contents)
    ]
    return to_table("project_profiles", frame("project_profiles", rows))


def test_rows_in_which_nothing_was_found_are_not_searched_again(tmp_path, monkeypatch):
    first = Searched(tmp_path / "clean", "policy")
    search = first.of("project_profiles")
    assert not [*search.scan(profiles("道路", "桥梁"))]
    first.clean["project_profiles"] = frozenset(search.clean)
    first.keep(tmp_path)
    looked_at: list[int] = []
    monkeypatch.setattr(searched, "scan", lambda _, table: looked_at.append(table.num_rows) or [])
    for expected, made_by, *contents in (
        ([], "policy", "道路", "桥梁"),
        ([1], "policy", "道路", "桥梁工程"),
        ([1], "policy", "桥梁", "桥梁"),
        ([2], "another policy", "道路", "桥梁"),
    ):
        again = Searched(tmp_path / "clean", made_by).of("project_profiles")
        assert not [*again.scan(profiles(*contents))]
        assert looked_at == expected
        looked_at.clear()


def test_the_digest_of_rows_is_of_what_they_hold_alone():
    """Not of the rows beside them, nor of what is left in memory where a value is null."""
    told = profiles("道路", "桥梁", "道路", "桥梁")
    index = told.schema.get_field_index("table_no")
    clean: list[frozenset[Piece]] = []
    for under in (1, 2):
        numbers = np.array([1, under, under, 1], np.int32)
        column = pa.array(numbers, mask=np.array([False, True, True, False]))
        table = told.set_column(index, told.schema.field(index), column)
        for rows in (table, pa.concat_tables([table.slice(0, 1), table.slice(1)]), table.slice(1, 2)):
            search = Search("project_profiles")
            assert not [*search.scan(rows)]
            clean.append(frozenset(search.clean))
    assert clean[0] == clean[1] == clean[3] == clean[4]
    assert clean[2] == clean[5] < clean[0]


def test_rows_with_something_personal_are_found_each_time(tmp_path):
    told = profiles("道路", "联系我们：13912345678")
    for _ in range(2):
        searches = Searched(tmp_path / "clean", "policy")
        search = searches.of("project_profiles")
        assert [hit.rule for hit in search.scan(told)] == ["mobile"]
        searches.clean["project_profiles"] = frozenset(search.clean)
        searches.keep(tmp_path)
