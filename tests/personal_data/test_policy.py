import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.personal_data.cells import personal_neighbours, personal_texts
from pipelines.personal_data.plain import plain
from pipelines.personal_data.policy import policy


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("联系人：王小明，欢迎来访。", "…，欢迎来访。"),
        ("部门预算公开联系人：王小明联系方式：023—63891234", "部门预算公开……"),
        ("部门预算公开联系人:李 明 联系方式:023-62661234", "部门预算公开… …"),
        ("保密审查情况：不设密 王小明", "保密…"),
        ("保密审查情况：已审查", "保密审查情况：已审查"),
        ("填表人 欧阳明", "…"),
        ("负责人／王小明", "…"),
        ("（１）热线 １３９１２３４５６７８；服务　费５万元", "（１）热线 …；服务　费５万元"),
        ("身份证号：420107********1234", "…"),
        ("邮箱 budget@example.gov.cn", "…"),
        ("个人账户 6222 0200 0000 0000 000", "…"),
        ("ＱＱ：１２３４５６７８", "…"),
        ("℡ 86861234", "…"),
        ("审核 张三 主管 李四", "审核 … 主管 …"),
        ("每周三 主任办公会", "每周三 主任办公会"),
        ("经办：王明、方案、王明", "经办：…、方案、…"),
        ("会　计：王小明　出　纳：李明", "会　计：…　出　纳：…"),
        ("王小明 13912345678", "… …"),
        ("电话：86861234、86865678", "…"),
        ("热线（10）2345678", "热线…"),
        ("热线 (10) 234-5678", "热线 …"),
        ("tel: 86861234", "…"),
        ("TEL 86861234", "…"),
        ("Hotel: 86861234", "Hotel: 86861234"),
        ("微 信：wang_123", "…"),
        ("联系人：王小明、李明", "…"),
        ("2025年预算806.77万元，占100%。", "2025年预算806.77万元，占100%。"),
    ],
)
def test_only_what_is_personal_is_taken_out(text, redacted):
    assert policy().redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "负责人 培训费",
        "单位负责人 / 工资",
        "项目负责人：高新区",
        "项目负责人：各区县",
        "负责人：水务局",
        "联系人：同意公开",
        "主要负责人 用车0辆",
        "制表 2025年1月",
        "传真 设备购置",
        "学生姓名 学籍管理",
        "复审 费用",
    ],
)
def test_bodies_posts_and_things_are_not_personal(text):
    assert policy().redact(text) is text


@pytest.mark.parametrize(
    "label", ["项目负责人", "主管部门负责人及职务", "经办人及电话", "办公室电话", "填报责任人", "电子邮箱"]
)
def test_labels_of_forms_that_announce_somebody(label):
    assert policy().is_label(label)


@pytest.mark.parametrize("label", ["项目名称", "电话机购置", "手机软件", "实施单位", "部门预算编制表", "分管工作"])
def test_labels_of_forms_that_do_not(label):
    assert not policy().is_label(label)


@pytest.mark.parametrize(
    ("text", "announces"),
    [("实施单位（联系人：甲）", True), ("联系人（财务）：甲", True), ("联系人：", False), ("联系人管理", False)],
)
def test_a_label_with_a_value_behind_it(text, announces):
    assert policy().announces(text) == announces


@given(st.text(st.sampled_from("联系人：王小明 　1390027-6５６８万元。（）㎡…½"), max_size=30))
def test_redacting_leaves_nothing_personal_and_the_rest_as_it_is(text):
    redacted = policy().redact(text)

    assert not list(policy().find(redacted))
    if not list(policy().find(text)):
        assert redacted is text
    else:
        kept = [unicodedata.normalize("NFKC", part) for part in redacted.split("…")]
        assert all(part.strip() in unicodedata.normalize("NFKC", text) or part.strip() in plain(text) for part in kept)


def cell(row: int, column: int, text: str | None, role: str = "text", **spans: int) -> dict[str, object]:
    placed = {"row": row, "column": column, "row_span": 1, "column_span": 1, **spans}
    return {**placed, "source_text": text, "role": role}


def test_cells_beside_and_below_a_label():
    cells = [
        cell(0, 0, "负责人", "header"),
        cell(0, 1, "金额", "header"),
        cell(1, 0, "王小明"),
        cell(1, 1, "1.00", "amount"),
        cell(2, 0, "填表人", column_span=2),
        cell(2, 2, "李明"),
        cell(3, 0, "办公室"),
    ]

    assert {(found.index, found.value) for found in personal_neighbours(cells)} == {(2, "王小明"), (5, "李明")}


def test_a_cell_that_was_read_as_a_number_is_no_telephone():
    found = personal_texts([cell(0, 0, "13912345678", "amount"), cell(0, 1, "13912345678"), cell(0, 2, None)])

    assert [each.index for each in found] == [1]
