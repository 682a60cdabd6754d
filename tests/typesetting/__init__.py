"""Typesets small documents for tests, and the seed's disclosure, as PDFs with embedded fonts.

    from tests.typesetting import Line, Paragraph, Style, Table, typeset

    table = Table(
        caption=("表3", Line(centre="支出总表", size=14), Line(left="部门：青山区统计局", right="单位：万元")),
        header=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        body=[["", "合计", "3.00", "1.00", "2.00"], ["201", "一般公共服务支出", "3.00", "1.00", "2.00"]],
        widths=(2, 4, 2, 2, 2),
    )
    typeset(tmp_path / "a.pdf", [Paragraph("青山区统计局2025年部门预算公开"), table], Style(watermark="内部资料"))

A cell is a text or `Cell(text, columns, rows)` where it is merged. Rows name only the cells that begin in them.
"""

from tests.typesetting.content import Cell, Heading, Item, Line, Paragraph, Row, Table
from tests.typesetting.document import Style, typeset

__all__ = ["Cell", "Heading", "Item", "Line", "Paragraph", "Row", "Style", "Table", "typeset"]
