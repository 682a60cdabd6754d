"""fetches: every attempt to fetch a source, so that a dead one is seen."""

from pipelines.datasets import enumerations as enums
from pipelines.datasets.base import Published, Size, Text, Whole, field, rule
from pipelines.datasets.row_rules import Expression, all_given, implies, value


class Fetches(Published):
    """One row per attempt to fetch a document or a page that lists documents, redirects included."""

    class Config(Published.Config):
        name = "fetches"
        title = "获取记录"
        description = "每次获取文件或目录页的尝试一行，含重定向"

    fetched_at: Text = field(
        "时间",
        zh="尝试的时间，ISO 8601，协调世界时",
        en="when it was attempted: ISO 8601, UTC",
        key=True,
        pattern=r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z",
    )
    url: Text = field("网址", zh="所求的网址", en="what was asked for", key=True, pattern=r"\S+")
    attempt: Whole = field(
        "次序", zh="一次运行中第几次尝试", en="which attempt of one run it was, from 1", key=True, minimum=1
    )
    outcome: Text = field("结果", zh="尝试的结果", en="what came of it", nullable=False, values=enums.FETCH_OUTCOME)
    status: Whole = field("状态码", zh="HTTP 状态码；无应答为空", en="HTTP status; null without an answer", minimum=100)
    final_url: Text = field("终址", zh="重定向后的网址", en="where redirects led", pattern=r"\S+")
    source_file: Text = field(
        "来源文件", zh="文件在来源目录中的路径", en="path of the document below the folder of sources"
    )
    bytes: Size = field("字节数", zh="收到的字节数", en="bytes received", minimum=0, unit="B")
    sha256: Text = field(
        "SHA-256", zh="文件的 SHA-256 校验值", en="SHA-256 digest of the document", pattern="[0-9a-f]{64}"
    )
    error: Text = field("错误", zh="失败或拒绝的原因", en="why it failed or was refused")

    @rule("error", zh="失败或拒绝的有原因，其他没有", en="given for what failed or was refused, and only then")
    @staticmethod
    def error_means_failure() -> Expression:
        return value("error").is_valid() == value("outcome").isin(["refused", "failed"])

    @rule("source_file", zh="文件有路径和校验值", en="a document has its path and its digest")
    @staticmethod
    def document_is_known() -> Expression:
        kept = value("outcome").isin(["stored", "replaced", "unchanged"])
        return implies(kept, all_given("source_file", "sha256", "status"))
