"""corrections: the reviewed corrections to what is published, accepted and not."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Date, Published, Text, field, rule
from pipelines.datasets.row_rules import Expression, known, value


class Corrections(Published):
    """One row per correction that was proposed, with what became of it; the accepted ones are applied."""

    class Config(Published.Config):
        name = "corrections"
        title = "更正"
        description = "对已发布数据的更正，每项一行，含未采纳的；已采纳的更正在数据行中标明"

    correction_id: Text = field(
        "更正标识", zh="更正的标识", en="identifier of the correction", key=True, pattern="[a-z0-9]+(-[a-z0-9]+)*"
    )
    document_id: Text = shared.document_id(nullable=True)
    sha256: Text = field(
        "SHA-256",
        zh="来源文件的 SHA-256 校验值",
        en="SHA-256 digest of the source document",
        pattern="[0-9a-f]{64}",
    )
    dataset: Text = field("数据集", zh="所更正的数据集", en="the dataset that is corrected", nullable=False)
    locator: Text = field(
        "定位", zh="所更正的行：列=值", en="the row that is corrected, as `column=value`", nullable=False
    )
    column: Text = field("列", zh="所更正的列", en="the column that is corrected", nullable=False)
    expected: Text = field("原值", zh="更正前应有的值；空值为空", en="the value it must have before; null for a null")
    value: Text = field("更正值", zh="更正后的值；空值为空", en="the value it has after; null for a null")
    reason: Text = field("理由", zh="更正的理由", en="why", nullable=False)
    reported_by: Text = field(
        "报告方", zh="报告方的身份", en="who reported it, as a role", nullable=False, values=enums.REPORTER
    )
    status: Text = field(
        "状态", zh="更正的状态", en="what became of it", nullable=False, values=enums.CORRECTION_STATUS
    )
    decided_on: Date = field("日期", zh="提出或决定的日期", en="the day it was proposed or decided", nullable=False)
    reference: Text = field(
        "参考", zh="公开的依据或讨论的网址", en="where it is shown or discussed", pattern=r"https?://\S+"
    )

    @rule("document_id", zh="指明文件标识或校验值", en="names the document by its id, its digest or both")
    @staticmethod
    def document_is_named() -> Expression:
        return value("document_id").is_valid() | value("sha256").is_valid()

    @rule("value", zh="更正值与原值不同", en="differs from what is expected")
    @staticmethod
    def value_differs() -> Expression:
        both_null = value("value").is_null() & value("expected").is_null()
        return ~(known(value("value") == value("expected")) | both_null)
