"""documents: one row per source document, the published and those set aside."""

import pandas as pd
import pandera.pandas as pandera

from pipelines.datasets import enumerations as enums
from pipelines.datasets import shared
from pipelines.datasets.base import Date, Flag, Number, Size, Text, Whole, field, rule
from pipelines.datasets.row_rules import Expression, all_given, call, implies, known, value
from pipelines.datasets.shared import OfDocument

_WITHOUT_ROWS = ("quarantined", "superseded")


class Documents(OfDocument):
    """One row per source document, quarantined ones included; what is not known of those is null."""

    class Config(OfDocument.Config):
        name = "documents"
        title = "文件"
        description = "每份来源文件一行，含被隔离的文件；被隔离文件中未知的项为空"

    document_id: Text = shared.document_id(nullable=True)
    stage: Text = field("阶段", zh="预算或决算", en="budget or final accounts", values=enums.STAGE)
    scope: Text = field("范围", zh="部门或单位", en="department or single unit", values=enums.SCOPE)
    disclosure_id: Text = field(
        "公开标识",
        zh="同一部门、年度、阶段、范围的若干文件合成一次公开的，标识相同；各表互不重复，或 sources.csv 注明",
        en="the disclosure that the file is a part of: files of one body, year, stage and scope of which no two print "
        "the same table, or that sources.csv puts together",
        pattern=rf"{shared.DEPARTMENT_KEY}-\d{{4}}-(budget|final_accounts)(-unit)?(-\d+)?|{shared.BY_HASH}(-\d+)?",
    )
    contained_in: Text = shared.document_id(
        title="包含于",
        zh="所在部门的文件：列有该单位，且合计相符；跨文件加总时排除本文件，以免重复",
        en="the department's document that contains this one: it lists the unit, and the totals agree. Leave "
        "this one out where you add up over documents",
        nullable=True,
        place="value",
    )
    title: Text = field("标题", zh="文件标题，按原文", en="the document's title, as printed")
    source_file: Text = field(
        "来源文件", zh="文件在来源目录中的路径", en="path of the file below the folder of sources", key=True
    )
    source_url: Text = field("来源网址", zh="文件公开的网址", en="where the document was published")
    sha256: Text = field(
        "SHA-256",
        zh="文件的 SHA-256 校验值；读不了的文件为空",
        en="SHA-256 digest of the file; null where it can't be read",
        pattern="[0-9a-f]{64}",
    )
    bytes: Size = field("字节数", zh="文件大小", en="size of the file", nullable=False, minimum=0, unit="B")
    pages: Whole = field("页数", zh="文件页数", en="number of pages", minimum=1)
    retrieved_at: Text = field(
        "获取时间",
        zh="取得文件的日期或时间，ISO 8601",
        en="when the file was retrieved: an ISO 8601 date or time",
        pattern=r"\d{4}-?\d{2}-?\d{2}([T ].+)?",
    )
    published_on: Date = field("公开日期", zh="文件公开的日期", en="the day the document was published")
    staff_quota: Whole = field("编制人数", zh="总编制人数", en="posts the department may fill", minimum=0)
    staff_actual: Whole = field("在职人数", zh="在职实有人数", en="staff in service", minimum=0)
    staff_retired: Whole = field("离退休人数", zh="离退休人员数", en="retired staff", minimum=0)
    text_layer: Text = field("文字层", zh="文字的来源", en="where the text comes from", values=enums.TEXT_LAYER)
    newly_established: Flag = field(
        "新组建", zh="当年新组建，无上年对比", en="established this year: nothing to compare with"
    )
    tables_expected: Whole = field("应有表数", zh="应公开的表数", en="tables that should be there", minimum=0)
    tables_found: Whole = field("识别表数", zh="识别出的标准表数", en="standard tables found", minimum=0)
    tables_unread: Whole = field(
        "未读表数", zh="读取失败而撤下的表数", en="tables set aside because their reading failed", minimum=0
    )
    tables_declared_empty: Whole = field("空表数", zh="说明为空的表数", en="tables a note declares empty", minimum=0)
    damaged_pages: Whole = field(
        "残页数", zh="只能部分读出的页数", en="pages that could be read only in part", minimum=0
    )
    numbers_seen: Whole = field(
        "所见数值",
        zh="有表的页上可见的数值个数：按页面成像判断，文字须显出墨迹，未以文字画出的亦计入",
        en="numbers that show on pages with tables, by the page as it is drawn: text whose ink shows, and what is "
        "drawn in a cell without being text",
        minimum=0,
    )
    numbers_accounted: Whole = field(
        "有着落数值",
        zh="其中读入单元格、文字行或列为存疑的个数；多个文件的占比为 sum(numbers_accounted) / sum(numbers_seen)",
        en="of these, read into a cell or a line, or told of as doubtful; the share of many documents is "
        "sum(numbers_accounted) / sum(numbers_seen), which shares of each would not give",
        minimum=0,
    )
    completeness: Number = field(
        "公开完整度",
        zh="公开完整度：得分占适用各项满分的比例，详见 completeness",
        en="share of the points for a complete disclosure, of those that apply; see completeness",
        minimum=0,
        maximum=1,
    )
    findings_errors: Whole = field("错误数", zh="核对错误数", en="findings that are errors", minimum=0)
    findings_warnings: Whole = field("警告数", zh="核对警告数", en="findings that are warnings", minimum=0)
    status: Text = field("状态", zh="处理结果", en="what became of the document", nullable=False, values=enums.STATUS)
    reason: Text = field(
        "隔离原因",
        zh="隔离的原因，或最后含其数据的版本（last_in …）：not_a_pdf、damaged、encrypted、no_text_layer、not_a_budget、"
        "template、too_large、too_complex、unreadable、duplicate_of …、schema …",
        en="why it was set aside, or `last_in` and the last release with its rows: not_a_pdf, damaged, encrypted, "
        "no_text_layer, not_a_budget, template, too_large, too_complex, unreadable, duplicate_of …, schema …",
        pattern=r"[a-z_]+( .+)?",
    )
    superseded_by: Text = field(
        "替换文件",
        zh="替换该文件的文件的 SHA-256 校验值",
        en="SHA-256 digest of the file that replaced it",
        pattern="[0-9a-f]{64}",
    )
    pipeline_version: Text = field(
        "处理版本",
        zh="读取该文件的程序版本",
        en="version of the software that read the document",
        nullable=False,
    )

    @rule("numbers_accounted", zh="不多于所见数值", en="no more than are seen")
    @staticmethod
    def accounted_are_seen() -> Expression:
        return ~known(value("numbers_accounted") > value("numbers_seen"))

    @pandera.dataframe_check(
        title="document_id", description="文件标识不重复", error="names one document", ignore_na=False
    )
    @classmethod
    def identifier_is_unique(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["document_id"].isna() | ~frame["document_id"].duplicated(keep=False)

    @rule("contained_in", zh="不包含于自身", en="another document")
    @staticmethod
    def is_not_in_itself() -> Expression:
        return value("contained_in") != value("document_id")

    @rule("disclosure_id", zh="已发布的文件有公开标识", en="given for published documents")
    @staticmethod
    def published_are_disclosed() -> Expression:
        return value("status").isin(_WITHOUT_ROWS) | value("disclosure_id").is_valid()

    @rule(
        "reason",
        zh="不在其他数据集中的文件有原因，其他没有",
        en="given for documents in no other dataset, and only those",
    )
    @staticmethod
    def reason_means_no_rows() -> Expression:
        return value("reason").is_valid() == value("status").isin(_WITHOUT_ROWS)

    @rule("superseded_by", zh="被替换的文件指明替换者，其他没有", en="given for superseded documents, and only those")
    @staticmethod
    def superseded_names_another() -> Expression:
        return value("superseded_by").is_valid() == (value("status") == "superseded")

    @rule("document_id", zh="已发布的文件身份完整", en="a published document's identity is known")
    @staticmethod
    def published_is_known() -> Expression:
        known_of_all = all_given("document_id", "sha256", "stage", "scope", "pages", "text_layer")
        identified = all_given("fiscal_year", "department_name")
        by_hash = known(call("starts_with", value("document_id"), f"{shared.UNIDENTIFIED}-"))
        return value("status").isin(_WITHOUT_ROWS) | (known_of_all & call("xor", identified, by_hash))

    @rule("status", zh="状态与核对问题数一致", en="says whether there are findings")
    @staticmethod
    def status_counts_findings() -> Expression:
        errors = known(value("findings_errors") > 0)
        warnings = known(value("findings_warnings") > 0)
        return implies(value("status") == "published", ~errors) & implies(
            value("status") == "published_with_findings", errors | warnings
        )
