"""findings and coverage: the proof that is published with the data."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Flag, Level, Money, Text, Whole, field, rule
from pipelines.datasets.row_rules import Expression, call, implies, value
from pipelines.datasets.shared import Located

READ_FROM = "数值所在的原文页码，从 1 起；不在某一页的为空"


class Findings(Located):
    """One row per check that was evaluated on a document, passed or not."""

    class Config(Located.Config):
        name = "findings"
        title = "核对结果"
        description = "对每份文件所做的每项核对一行，无论是否相符"

    check_id: Text = field("核对项", zh="核对项的标识", en="identifier of the check", nullable=False)
    severity: Text = field("轻重", zh="不符时的轻重", en="how grave it is", nullable=False, values=enums.SEVERITY)
    status: Text = field("结果", zh="核对的结果", en="what came of it", nullable=False, values=enums.CHECK_STATUS)
    table: Text = field("标准表", zh="所核对的标准表", en="the standard table", values=enums.STANDARD_TABLE)
    formula: Text = field("算式", zh="可读的算式", en="the identity, readable")
    left_yuan: Money = field("左方", zh="算式左方", en="left side of the identity", unit="CNY")
    right_yuan: Money = field("右方", zh="算式右方", en="right side of the identity", unit="CNY")
    difference_yuan: Money = field("差额", zh="左方减右方", en="left side less right side", unit="CNY")
    tolerance_yuan: Money = field(
        "容差", zh="四舍五入可能造成的最大差额", en="the most that rounding explains", unit="CNY", minimum=0
    )
    message: Text = field("说明", zh="中文说明", en="what it means, in Chinese", nullable=False)
    message_en: Text = field("英文说明", zh="英文说明", en="what it means, in English", nullable=False)
    likelier_cause: Text = field(
        "可能原因",
        zh="不符更可能出在读取还是文件本身；无从判断为空",
        en="whether our reading or the document is the likelier cause; null where nothing tells",
        values=enums.CAUSE,
    )
    evidence: Text = field("依据", zh="判断可能原因的依据", en="on what evidence, in Chinese")
    evidence_en: Text = field("英文依据", zh="判断可能原因的依据，英文", en="on what evidence")
    page: Whole = shared.page(nullable=True, zh=READ_FROM, en="page of the source; null where it is on none")
    table_no: Whole = shared.table_no(zh="左方所在的表，同 cells", en="table of the left side, as in cells")
    row: Whole = shared.row(zh="左方所在的行，同 cells", en="row of the left side, as in cells")
    column: Whole = shared.column(zh="左方所在的列，同 cells", en="column of the left side, as in cells")
    right_page: Whole = shared.page(
        nullable=True,
        title="右方页码",
        zh="右方为一个数时其页码",
        en="page of the right side, where it is one number",
    )
    right_table_no: Whole = shared.table_no(
        title="右方表序号", zh="右方为一个数时其所在的表", en="table of the right side, where it is one number"
    )
    right_row: Whole = shared.row(
        title="右方行号", zh="右方为一个数时其所在的行", en="row of the right side, where it is one number"
    )
    right_column: Whole = shared.column(
        title="右方列号", zh="右方为一个数时其所在的列", en="column of the right side, where it is one number"
    )

    right_sha256: Text = field(
        "右方文件",
        zh="右方在同次公开的另一文件中时，该文件的 SHA-256 校验值；在本文件中的为空",
        en="SHA-256 digest of the file of the right side, where it is another of the same disclosure; null where it is "
        "this one",
        pattern="[0-9a-f]{64}",
        place="provenance",
    )

    @rule("difference_yuan", zh="差额为左方减右方", en="left side less right side")
    @staticmethod
    def difference_is_of_sides() -> Expression:
        return value("difference_yuan") == value("left_yuan") - value("right_yuan")

    @rule("status", zh="尾差不大于容差", en="a rounding difference is within the tolerance")
    @staticmethod
    def rounding_is_tolerated() -> Expression:
        within = call("abs", value("difference_yuan")) <= value("tolerance_yuan")
        return implies(value("status") == "rounding", within)


class Coverage(Located):
    """One row per document and standard table: whether it is there, and how much was read."""

    class Config(Located.Config):
        name = "coverage"
        title = "公开情况"
        description = "每份文件、每张标准表一行：是否公开、细到哪一级、读出多少"

    table: Text = field("标准表", zh="标准表", en="the standard table", key=True, values=enums.STANDARD_TABLE)
    presence: Text = field(
        "公开", zh="是否公开", en="whether the table is there", nullable=False, values=enums.PRESENCE
    )
    note: Text = field(
        "空表说明",
        zh="文件对空表或未列之表的说明，按原文",
        en="what the document says of a table that is empty or absent, as printed",
    )
    page: Whole = shared.page(nullable=True, zh=READ_FROM, en="page of the source; null where it is on none")
    first_page: Whole = field("首页", zh="表的首页", en="first page of the table", minimum=1)
    last_page: Whole = field("末页", zh="表的末页", en="last page of the table", minimum=1)
    listed_page: Whole = field(
        "目录页", zh="目录中列出该表的页", en="page of the list of tables that names it", minimum=1
    )
    deepest_level: Level = field(
        "最细级次", zh="编码的最细级次：1 类，2 款，3 项", en="deepest level of its codes", minimum=0
    )
    printed_unit: Text = shared.printed_unit()
    compares_last_year: Flag = field("与上年比较", zh="是否与上年比较", en="whether last year is printed beside")
    numbers_printed: Whole = field("印出数值", zh="表中印出的数值个数", en="numbers printed in it", minimum=0)
    numbers_published: Whole = field("发布数值", zh="已发布的数值个数", en="of these, published", minimum=0)
    numbers_set_aside: Whole = field(
        "另计数值",
        zh="仅用于核对、派生或不发布的数值个数",
        en="of these, used by a check only, derived or withheld",
        minimum=0,
    )
    numbers_unread: Whole = field("未读数值", zh="未能读出的数值个数", en="of these, not read", minimum=0)

    @rule("first_page", zh="已公开的表有起止页", en="a table that is there has its pages, in order")
    @staticmethod
    def present_has_pages() -> Expression:
        first, last = value("first_page"), value("last_page")
        nowhere = first.is_null() & last.is_null()
        found = first.is_valid() & last.is_valid() & (first <= last)
        told = value("presence") != "unknown"
        return (nowhere | found) & implies(told, nowhere == (value("presence") == "absent"))

    @rule("note", zh="有说明的空表附说明", en="given where presence says so")
    @staticmethod
    def note_is_quoted() -> Expression:
        return implies(value("presence") == "empty_with_note", value("note").is_valid())

    @rule("numbers_printed", zh="印出的数值都有去向", en="every printed number is accounted for")
    @staticmethod
    def numbers_are_accounted() -> Expression:
        found = value("numbers_published") + value("numbers_set_aside") + value("numbers_unread")
        return value("numbers_printed") == found
