"""Persons in documents: beside each label, role and number, in tables, forms, running text and titles, from the page to
the rows. All persons and numbers are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.personal_data.declared import POLICY
from tests.printed import page
from tests.publishing import publish, texts
from tests.typesetting import Heading, Line, Paragraph, Table, typeset

ROLES = POLICY.load().roles
NAMES = ("汪竹林", "姚欢", "欧阳明", "王 伟")
PERSONAL = (
    ("微信", "wangzhulin88"),
    ("QQ", "12345678"),
    ("QQ号", "12345678"),
    ("Tel", "86861234"),
    ("Fax", "027-86861234"),
    ("座机", "8686 1234"),
    ("电话", "86861234转801"),
    ("手机", "１３９ １２３４ ５６７８"),
    ("传真", "（027）8686-1234"),
    ("邮箱", "wang@example.gov.cn"),
    ("电话/传真", "86861234"),
    ("某栏", "139-1234-5678"),
    ("某栏", "027－86861234－801"),
    ("某栏", "wang@example.gov.cn"),
    ("备注", "汪竹林 13912345678"),
)
BUDGET = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
]
OVER_FORM = ["项目支出绩效目标申报表", "单位：万元"]


def form(*row: str) -> list[list[str]]:
    return [
        ["项目名称", "应急专项", "项目编码", "42010325467T000000100"],
        list(row),
        ["项目总预算", "10.00", "当年预算", "10.00"],
    ]


def read(*tables: Sequence[Sequence[str]], over: Sequence[str] = OVER_FORM) -> Mapping[str, Sequence[Record]]:
    return interpret([page(1, over, *tables)], Context(2025)).records


def printed(records: Mapping[str, Sequence[Record]]) -> str:
    """Every text that is published."""
    return "\n".join(str(value) for rows in records.values() for row in rows for value in row.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "role", ["会计", "出纳", "局长", "副局长", "水务局科长", "联络员", "填报", "经办", "审核", "主管会计"]
)
def test_a_name_beside_a_role_leaves_no_form(role: str, name: str):
    records = read(form(role, name, "项目类别", "一般"))
    assert name not in printed(records)
    assert [cell["source_text"] for cell in records["cells"] if cell["disposition"] == "withheld"] == [None]
    assert {"应急专项", "一般", role} <= {cell["source_text"] for cell in records["cells"]}


@pytest.mark.parametrize("role", [*ROLES.posts, *ROLES.tasks])
def test_every_declared_role_tells_the_name_beside_it(role: str):
    assert "汪竹林" not in printed(read(form(role, "汪竹林", "项目类别", "一般")))


@pytest.mark.parametrize(
    "table",
    [
        [["单位", "会计", "出纳"], ["水务局", "汪竹林", "姚欢"], ["水文站", "石磊", "周杰"]],
        [["局长", "科长", "会计"], ["汪竹林", "姚欢", "石磊"]],
        [["汪竹林", "局长"], ["姚欢", "科长"]],
        [["意见", "同意"], ["局长", "科长"], ["汪竹林", "姚欢"]],
        [["姓名", "职务"], ["汪竹林", "局长"], ["姚欢", "科员"]],
        [["联系人及电话", "汪竹林 86861234"], ["经办人/电话", "姚欢86861234"]],
        [["会计、出纳", "汪竹林、姚欢"], ["负责人（签字）", "石 磊"]],
        [["会计：汪竹林", "出纳（签字）：姚欢"]],
        [["局长汪竹林", "姚欢（科长）"]],
        [["汪竹林", "13912345678"], ["姚欢", "027-86861234"]],
    ],
)
def test_a_name_leaves_no_table_of_any_kind(table: list[list[str]]):
    found = printed(read(table, over=["通讯录"]))
    assert not any(name in found for name in ("汪竹林", "姚欢", "石磊", "周杰"))


@pytest.mark.parametrize("column", ["会计", "经办", "审核", "局长", "经办人及电话", "联络员"])
def test_a_column_of_names_leaves_no_list(column: str):
    rows = [["项目名称", "金额", column], ["应急专项", "2.00", "汪竹林"], ["普查", "3.00", "姚 欢"]]
    records = read(rows, over=["项目支出表", "单位：万元"])
    assert [row["project_name"] for row in records["projects"]] == ["应急专项", "普查"]
    assert not any(name in printed(records) for name in ("汪竹林", "姚 欢"))


def test_signatures_under_a_budget_table_are_withheld_and_its_amounts_are_not():
    records = read([*BUDGET, ["局长：汪竹林", "会计：姚欢", "", "", ""]], over=["支出总表", "单位：万元"])
    assert len(records["budget_lines"]) == 3
    assert not any(name in printed(records) for name in ("汪竹林", "姚欢"))


@pytest.mark.parametrize(("label", "value"), PERSONAL)
def test_a_number_leaves_no_form_and_no_table(label: str, value: str):
    for records in (
        read(form(label, value, "项目类别", "一般")),
        read([["事由", label], ["联系", value]], over=["附表"]),
    ):
        assert value not in printed(records)
        assert "汪竹林" not in printed(records)
        assert any(cell["disposition"] == "withheld" for cell in records["cells"])


@pytest.mark.parametrize(
    "said",
    [
        "会计：汪竹林",
        "会计 汪竹林",
        "局长汪竹林",
        "江城市水务局局长汪竹林同志",
        "汪竹林（局长）",
        "填报：汪竹林",
        "审核：姚欢、汪竹林",
        "联络员：汪竹林13912345678",
        "联系人：姚欢、汪竹林",
        "汪竹林，电话：86861234",
    ],
)
def test_a_name_leaves_no_text_and_no_title(said: str):
    lines = ["三、支出预算安排情况", f"　　2025年支出预算8万元，{said}。"]
    title = f"支出总表（{said}）"
    records = interpret([page(1, lines), page(2, [title, "单位：万元"], BUDGET)], Context(2025))
    assert records.rows("narrative_figures")
    told = printed(records.records) + str(records.sheets) + str(records.statements)
    assert not any(name in told for name in ("汪竹林", "姚欢"))


NO_PERSONS = (
    "会计事务",
    "会计和监督业务管理",
    "注册会计师行业管理",
    "局长办公会",
    "局长办公会 会议费",
    "出纳系统",
    "审计局长岛海洋生态文明综合试验区",
    "公众微信号和服务号外包服务费",
    "院长高研班",
    "校长任职培训",
    "村书记、主任补贴",
    "审核：通过",
    "审核 方案",
    "主管：江城市水务局",
    "编制 单位",
    "项目编码：13912345678",
    "2025年支出13800000000元",
    "金额 13800000000",
    "150万元用于2025 2026年",
    "1500000 2025年",
)


@pytest.mark.parametrize("name", NO_PERSONS)
def test_functions_departments_and_projects_keep_their_names(name: str):
    table = [["项目名称", "金额"], [name, "2.00"]]
    records = read(table, over=["项目支出表", "单位：万元"])
    assert [row["project_name"] for row in records["projects"]] == [name]
    assert not any(cell["disposition"] == "withheld" for cell in records["cells"])


@pytest.mark.parametrize("role", ["会计", "审核", "编制", "局长", "主管"])
@pytest.mark.parametrize("value", ["水务局", "办公室", "高级", "方案", "通过", "2人", "13800000000", "安全生产"])
def test_what_stands_beside_a_role_and_is_no_name_stays(role: str, value: str):
    assert value in printed(read(form(role, value, "项目类别", "一般")))


@given(st.integers(min_value=10_000_000_000, max_value=19_999_999_999))
def test_amounts_that_look_like_numbers_of_telephones_pass(amount: int):
    rows = [BUDGET[0], ["201", "一般公共服务支出", str(amount), str(amount), "0"]]
    records = read(rows, over=["支出总表", "单位：元"])
    assert {int(str(row["amount_yuan"]).split(".")[0]) for row in records["budget_lines"]} == {amount, 0}
    assert {row["source_text"] for row in records["budget_lines"]} == {str(amount), "0"}
    assert [cell["source_text"] for cell in records["cells"]].count(str(amount)) == 2


@given(
    st.sampled_from(["金额", "预算数（元）", "资金", "项目编码", "合同编号", "总价"]),
    st.from_regex(r"1[3-9][0-9]{9}|0(10|2[0-9]|755)[2-9][0-9]{7}", fullmatch=True),
)
def test_amounts_and_codes_of_unknown_tables_pass_under_their_heads(head: str, number: str):
    records = read([["事由", head], ["往来", number]], over=["往来款项余额表"])
    assert number in [cell["source_text"] for cell in records["cells"]]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"[1-9][0-9]{3,6}\.[0-9]{2}", fullmatch=True))
def test_a_number_among_amounts_of_an_unknown_table_is_one(number: str, amount: str):
    records = read([["事由", "甲"], ["往来", number], ["借款", amount]], over=["往来款项余额表"])
    assert number in [cell["source_text"] for cell in records["cells"]]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_column_of_nothing_but_numbers_of_telephones_is_withheld(number: str):
    records = read([["事由", "甲"], ["往来", number], ["借款", number]], over=["通讯录"])
    assert number not in [cell["source_text"] for cell in records["cells"]]


@given(
    st.from_regex(
        r"[1-9][0-9]{7}(T|R|Y)[0-9]{9}|[ABC][0-9]{8}|[23][0-9]{2}([0-9]{2}){0,2}|1[3-9][0-9]{9}", fullmatch=True
    )
)
def test_codes_of_projects_pass(code: str):
    records = read([["项目编码", "项目名称", "金额"], [code, "普查", "2.00"]], over=["项目支出表", "单位：万元"])
    assert [row["project_code"] for row in records["projects"]] == [code]
    assert code in [cell["source_text"] for cell in records["cells"]]


@pytest.mark.slow
def test_no_person_leaves_a_published_document(tmp_path: Path):
    raw = tmp_path / "raw"
    raw.mkdir()
    head = (Line(centre="支出总表", size=14), Line(left="部门名称：江城市水务局（局长：汪竹林）", right="单位：万元"))
    rows = [
        ["项目名称", "应急专项", "项目编码", "42010325467T000000100"],
        ["会计", "汪竹林", "出纳", "姚欢"],
        ["局长", "汪竹林", "科长", "姚欢"],
        ["微信", "wangzhulin88", "QQ", "12345678"],
        ["Tel", "027-86861234", "邮箱", "wang@example.gov.cn"],
        ["项目总预算", "10.00", "当年预算", "10.00"],
    ]
    typeset(
        raw / "汪竹林13912345678.pdf",
        [
            Heading("江城市水务局2025年部门预算（联系人：汪竹林 027-86861234）", 1),
            Table(BUDGET[1:], (2, 4, 2, 2, 2), BUDGET[:1], head),
            Heading("三、支出预算安排情况", 1),
            Paragraph("2025年支出预算3万元，联络员姚欢同志，手机139 1234 5678，微信wangzhulin88。"),
            Table(
                rows, (2, 3, 2, 3), caption=(Line(centre="项目支出绩效目标申报表", size=14), Line(right="单位：万元"))
            ),
        ],
    )
    published = publish(raw, tmp_path / "processed", tmp_path / "work", "--serial")
    found = "\n".join(texts(published))
    for personal in ("汪竹林", "姚欢", "wangzhulin88", "12345678", "86861234", "1234 5678", "wang@", "13912345678"):
        assert personal not in found, personal
    assert pq.read_table(published / "budget_lines.parquet").num_rows == 3
    assert "应急专项" in found
    work = list((tmp_path / "work").rglob("*"))
    assert {path.stat().st_mode & 0o777 for path in work if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in work if path.is_file()} == {0o600}
