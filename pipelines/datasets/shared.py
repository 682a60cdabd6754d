"""What several datasets have: the columns of every row read from a document, and columns declared once."""

import re
from functools import partial

from pipelines.classifications.codes import PRINTED_CODE, schemes
from pipelines.datasets import enumerations as enums
from pipelines.datasets.base import Flag, Point, Published, Text, Whole, Year, field, rule, rule_of_values
from pipelines.datasets.row_rules import Expression, implies, known, value

DIVISION_CODE = schemes()["admin_division"].pattern
FUNCTION_CODE = schemes()["function"].pattern
ECONOMIC_CODE = schemes()["economic"].pattern
GOVERNMENT_ECONOMIC_CODE = schemes()["government_economic"].pattern
REVENUE_CODE = schemes()["revenue"].pattern
CATALOGUE_CODE = schemes()["procurement_catalogue"].pattern
NO_DIVISION = ("cn", "unknown")
"""What stands for the division in the document_id of a central body, and where the place is not known."""
UNIDENTIFIED = "unidentified"
"""What stands before the hash in the document_id of a document that does not say whose it is, or of which year."""
_WHO_AND_WHEN = rf"({DIVISION_CODE}|{'|'.join(NO_DIVISION)})-[^\s/\\]+-(19|20)\d{{2}}"
BY_HASH = rf"{UNIDENTIFIED}-[0-9a-f]{{12}}"
DOCUMENT_ID = rf"({_WHO_AND_WHEN}-(budget|final_accounts)(-unit)?|{BY_HASH})(-([2-9]|[1-9]\d+))?"
_PARTS_OF_ID = re.compile(r"^(\w+)-(.+)-(\d{4})-(?:budget|final_accounts)")

DEPARTMENT_KEY = r"dep[0-9a-f]{16}"

VERSION = r"\d{4}\.\d{2}\.\d{2}(\.([2-9]|[1-9]\d+))?"
"""The name of a release: the day of its newest input, and a number from the second one of a day."""

document_id = partial(
    field,
    title="文件标识",
    zh="区划代码-部门代码-预算年度-阶段；部门或年度不明的为 unidentified-文件校验值前 12 位；关联 documents 表",
    en="division, department, budget year and stage of the source document, or unidentified and the first digits of "
    "its hash where department or year is not known; joins to documents",
    nullable=False,
    pattern=DOCUMENT_ID,
    place="identity",
)
fiscal_year = partial(
    field,
    title="预算年度",
    zh="文件的预算年度；文件未载明的为空",
    en="the budget year of the document; null where it does not say",
    minimum=1990,
    maximum=2100,
    place="identity",
)
division_code = partial(
    field,
    title="行政区划代码",
    zh="GB/T 2260 六位行政区划代码；中央单位为空",
    en="six-digit administrative division code (GB/T 2260); null for central bodies",
    pattern=DIVISION_CODE,
    place="identity",
)
department_code = partial(
    field, title="部门代码", zh="部门代码，按原文", en="the department's code, as printed", place="identity"
)
department_name = partial(
    field, title="部门名称", zh="部门名称，按原文", en="the department's name, as printed", place="identity"
)
department_key = partial(
    field,
    title="部门标识",
    zh="部门或单位的稳定标识，由地区和规范名称得出，跨年度、跨文件不变；关联 departments 表",
    en="stable key of the body, from its place and name by declared rules: the same in all years and documents; "
    "joins to departments",
    pattern=DEPARTMENT_KEY,
    place="identity",
)
page = partial(
    field,
    title="页码",
    zh="数值所在的原文页码，从 1 起",
    en="page of the source where the value is printed, from 1",
    nullable=False,
    minimum=1,
    place="provenance",
)
source_text = partial(
    field,
    title="原文",
    zh="单元格原文，空白已归并",
    en="the cell as printed, white space folded",
    place="provenance",
)
table_no = partial(
    field,
    title="表序号",
    zh="表在文件中的次序，同 cells",
    en="order of the table in the document, as in cells",
    minimum=1,
    place="provenance",
)
row = partial(
    field,
    title="行号",
    zh="数值所在单元格的行，从 0 起，同 cells",
    en="row of the value's cell, from 0, as in cells",
    minimum=0,
    place="provenance",
)
column = partial(
    field,
    title="列号",
    zh="数值所在单元格的列，从 0 起，同 cells",
    en="column of the value's cell, from 0, as in cells",
    minimum=0,
    place="provenance",
)
unit_code = partial(
    field,
    title="单位代码",
    zh="预算单位代码，按原文",
    en="code of the budget unit, as printed",
    pattern=PRINTED_CODE,
)
unit_name = partial(field, title="单位名称", zh="预算单位名称", en="name of the budget unit")
project_code = partial(
    field, title="项目编码", zh="项目编码，按原文", en="code of the project, as printed", pattern=PRINTED_CODE
)
project_name = partial(field, title="项目名称", zh="项目名称", en="name of the project")
function_code = partial(
    field,
    title="支出功能分类编码",
    zh="支出功能分类科目编码",
    en="code of the functional classification",
    pattern=FUNCTION_CODE,
)
function_name = partial(
    field, title="支出功能分类名称", zh="支出功能分类科目名称", en="name in the functional classification"
)
economic_code = partial(
    field,
    title="部门经济分类编码",
    zh="部门预算支出经济分类科目编码",
    en="code of the departments' economic classification",
    pattern=ECONOMIC_CODE,
)
economic_name = partial(
    field,
    title="部门经济分类名称",
    zh="部门预算支出经济分类科目名称",
    en="name in the departments' economic classification",
)
government_economic_code = partial(
    field,
    title="政府经济分类编码",
    zh="政府预算支出经济分类科目编码",
    en="code of the governments' economic classification",
    pattern=GOVERNMENT_ECONOMIC_CODE,
)
government_economic_name = partial(
    field,
    title="政府经济分类名称",
    zh="政府预算支出经济分类科目名称",
    en="name in the governments' economic classification",
)
fund = partial(field, title="资金", zh="资金来源", en="source of funds", values=enums.FUND)
period = partial(
    field,
    title="时期",
    zh="本年或上年结转；表中不分列时为空",
    en="current year or carry-over; null where the table does not split",
    values=enums.PERIOD,
)
amount_yuan = partial(field, title="金额", zh="金额", en="the amount", unit="CNY")
unit_price_yuan = partial(field, title="单价", zh="单价", en="price of one", unit="CNY")
quantity = partial(field, title="数量", zh="数量", en="how many", minimum=0)
fund_source = partial(
    field, title="资金来源", zh="资金来源，按原文，如“预算安排”", en="where the funds come from, as printed"
)
fund_nature = partial(
    field, title="资金性质", zh="资金性质，按原文，如“经费拨款补助”", en="nature of the funds, as printed"
)
printed_unit = partial(
    field,
    title="原文单位",
    zh="原文的金额单位",
    en="the unit the amounts are printed in",
    values=enums.PRINTED_UNIT,
)
edition = partial(
    field,
    title="科目版本",
    zh="编码所在名录的版本：预算年度的名录，其中没有的取此前最后一个；与 scheme、code 一起关联 classifications 的一条",
    en="edition of the list its code is in: that of the budget year, else the last one before; joins to one row of "
    "classifications together with scheme and code",
    minimum=1949,
    maximum=2100,
    place="provenance",
)
function_edition = partial(
    edition,
    title="功能分类版本",
    zh="支出功能分类编码所在名录的版本",
    en="edition of the list of the functional code",
)
economic_edition = partial(
    edition,
    title="部门经济分类版本",
    zh="部门预算支出经济分类编码所在名录的版本",
    en="edition of the list of the departments' economic code",
)
government_economic_edition = partial(
    edition,
    title="政府经济分类版本",
    zh="政府预算支出经济分类编码所在名录的版本",
    en="edition of the list of the governments' economic code",
)
additive = partial(
    field,
    title="可加",
    zh="同一文件、表、收支、口径、资金、时期、阶段、金额年度的各行中，可加的行不重不漏地合成印出的合计，取所印的最细级次；"
    "合计、上级科目、其中项和重复印出的行不可加；未能证实的为空，原因见 findings",
    en="of the rows of one document, table, flow, measure, fund, period, phase and amount year, those that add up to "
    "the printed total, each yuan once, at the finest level printed; false for totals, classes above their items, "
    "parts printed as of-which and what is printed once more; null where it is not proved, see findings",
    place="provenance",
)
in_total = partial(
    field,
    title="计入总额",
    zh="可加，且在该表该口径的全部资金和时期合计中也只计一次：按此筛选，不必再区分资金和时期",
    en="additive, and each yuan of the table's measure once over all funds and periods too: who filters by it needs no "
    "fund and no period",
    place="provenance",
)


def in_total_is_additive() -> Expression:
    """Rows that count in the total are additive, and what isn't additive never does."""
    return implies(value("in_total"), known(value("additive"))) & implies(
        value("in_total").is_valid(), value("additive").is_valid()
    )


class OfDocument(Published):
    """Rows that belong to one source document."""

    document_id: Text = document_id()
    fiscal_year: Year = fiscal_year()
    division_code: Text = division_code()
    department_code: Text = department_code()
    department_name: Text = department_name()
    department_key: Text = department_key()

    @rule("department_key", zh="有部门名称的有部门标识", en="given where the department's name is, and only there")
    @staticmethod
    def key_goes_with_name() -> Expression:
        return value("department_key").is_valid() == value("department_name").is_valid()

    @rule_of_values(
        "document_id",
        ("document_id", "division_code", "department_code", "fiscal_year"),
        zh="与区划、部门代码、年度一致",
        en="repeats division, department code and year",
    )
    @staticmethod
    def identifier_agrees(
        document_id: str | None, division: str | None, department: str | None, year: int | None
    ) -> bool:
        parts = _PARTS_OF_ID.search(document_id or "")
        if parts is None or parts.string.startswith(f"{UNIDENTIFIED}-"):
            return True
        printed = division if division is not None else parts[1] if parts[1] in NO_DIVISION else ""
        return parts[1] == printed and department in (None, parts[2]) and (year is None or parts[3] == str(year))


class Located(OfDocument):
    """Rows that were read from one place of a page."""

    page: Whole = page()
    x0: Point = field(
        "左",
        zh="单元格左边，PDF 点，原点在所示页面左下角",
        en="left edge of the source cell, origin at the lower left of the page as shown",
        unit="pt",
        place="provenance",
    )
    y0: Point = field("下", zh="单元格下边", en="lower edge of the source cell", unit="pt", place="provenance")
    x1: Point = field("右", zh="单元格右边", en="right edge of the source cell", unit="pt", place="provenance")
    y1: Point = field("上", zh="单元格上边", en="upper edge of the source cell", unit="pt", place="provenance")
    source_text: Text = source_text()

    @rule("x0", zh="四边齐全，或全为空", en="the box has its four edges, in order, or none")
    @staticmethod
    def box_is_whole() -> Expression:
        x0, y0, x1, y1 = map(value, ("x0", "y0", "x1", "y1"))
        none = x0.is_null() & y0.is_null() & x1.is_null() & y1.is_null()
        # An edge that is missing makes the order unknown.
        return none | known((x0 <= x1) & (y0 <= y1))


class Correctable(Located):
    """Rows of data that a reviewed correction may change; a changed row says so and keeps what was printed."""

    corrected: Flag = field(
        "已更正",
        zh="是否经已采纳的更正改动，详见 corrections",
        en="whether an accepted correction changed the row, see corrections",
        nullable=False,
        default=False,
        place="provenance",
    )
    printed_value: Text = field(
        "更正前的值",
        zh="被更正的列在更正前的值，列=值",
        en="what the corrected columns held before, as `column=value`",
        place="provenance",
    )

    @rule("corrected", zh="更正的行保留原值", en="a corrected row keeps the value it had, no other does")
    @staticmethod
    def correction_keeps_value() -> Expression:
        return value("corrected") == value("printed_value").is_valid()


class FromTable(Correctable):
    """Rows that were read from a cell of a table."""

    table_no: Whole = table_no()
    row: Whole = row()
    column: Whole = column()
