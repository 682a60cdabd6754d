"""Small real budgets: a cover and one standard table, typeset in a font that every reader knows."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

FONT = "STSong-Light"
COLUMNS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("201", "一般公共服务支出", "120.00", "100.00", "20.00"),
    ("20103", "政府办公厅（室）及相关机构事务", "120.00", "100.00", "20.00"),
    ("2010301", "行政运行", "100.00", "100.00", ""),
    ("2010302", "一般行政管理事务", "20.00", "", "20.00"),
    ("合计", "", "120.00", "100.00", "20.00"),
)


def budget(department: str, year: int = 2025) -> bytes:
    """A department's budget with its 支出总表, in 万元: thirteen amounts, a total of 120 万元."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = BytesIO()
    canvas = Canvas(stream, A4, invariant=True)
    canvas.setFont(FONT, 20)
    canvas.drawCentredString(298, 600, f"{department}{year}年部门预算")
    canvas.showPage()
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(298, 780, "支出总表")
    canvas.setFont(FONT, 9)
    canvas.drawString(60, 760, f"部门名称：{department}")
    canvas.drawRightString(540, 760, "单位：万元")
    table = Table([COLUMNS, *ROWS], colWidths=[70, 170, 80, 80, 80])
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), FONT, 9), ("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    _, height = table.wrapOn(canvas, 480, 600)
    table.drawOn(canvas, 60, 750 - height)
    canvas.save()
    return stream.getvalue()
