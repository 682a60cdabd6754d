"""cells: one row per cell of every table in a document, read or not."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Text, Whole, field, rule
from pipelines.datasets.row_rules import Expression, implies, value
from pipelines.datasets.shared import Located


class Cells(Located):
    """One row per cell of every table, read or not, with where its content went."""

    class Config(Located.Config):
        name = "cells"
        title = "单元格"
        description = "文件中每张表的每个单元格一行，无论是否读出；说明其内容的去向"

    table: Text = field(
        "标准表",
        zh="单元格所在的标准表；未识别时为空",
        en="the standard table the cell stands in; null where it was not recognised",
        values=enums.STANDARD_TABLE,
    )
    row_span: Whole = field("跨行数", zh="单元格占的行数", en="rows the cell covers", nullable=False, minimum=1)
    column_span: Whole = field("跨列数", zh="单元格占的列数", en="columns the cell covers", nullable=False, minimum=1)
    role: Text = field(
        "作用", zh="单元格在表中的作用", en="what the cell is in its table", nullable=False, values=enums.ROLE
    )
    disposition: Text = field(
        "去向",
        zh="单元格内容的去向，或未能读出的原因",
        en="where the cell's content went, or why it went nowhere",
        nullable=False,
        values=enums.DISPOSITION,
    )
    table_no: Whole = shared.table_no(key=True)
    row: Whole = shared.row(key=True)
    column: Whole = shared.column(key=True)

    @rule("source_text", zh="不发布的和空的单元格没有原文", en="null where withheld or empty")
    @staticmethod
    def withheld_text_is_absent() -> Expression:
        silent = (value("disposition") == "withheld") | (value("role") == "empty")
        return implies(silent, value("source_text").is_null())

    @rule("disposition", zh="未识别的表没有标准表名", en="of an unknown table no name is known")
    @staticmethod
    def unknown_table_has_no_name() -> Expression:
        return implies(value("disposition") == "unknown_table", value("table").is_null())
