"""Small real budgets: a title and one standard table."""

from collections.abc import Sequence
from pathlib import Path

from tests.typesetting import Paragraph, Table, typeset

ROWS = [
    ["201", "一般公共服务支出", "120.00", "100.00", "20.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "120.00", "100.00", "20.00"],
    ["2010301", "行政运行", "100.00", "100.00", ""],
    ["2010302", "一般行政管理事务", "20.00", "", "20.00"],
    ["", "合计", "120.00", "100.00", "20.00"],
]


def budget(path: Path, department: str, year: int = 2025, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    """A department's budget with its 支出总表, in 万元; unless told otherwise thirteen amounts, a total of 120 万元."""
    table = Table(
        caption=("支出总表", f"部门名称：{department}    单位：万元"),
        header=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        body=rows,
        widths=(2, 5, 2, 2, 2),
    )
    return typeset(path, [Paragraph(f"{department}{year}年部门预算"), table])
