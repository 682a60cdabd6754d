"""The values of the enumerated columns, each with its meaning: what a reader of the data may count on."""

from collections.abc import Mapping
from types import MappingProxyType

from pipelines.classifications.codes import schemes
from pipelines.datasets.base import Label
from pipelines.foundation.amounts import YUAN_PER_UNIT


def enum(**labels: tuple[str, str]) -> Mapping[str, Label]:
    """An enumeration from ``value=(Chinese, English)`` pairs, in the given order."""
    return MappingProxyType({value: Label(*label) for value, label in labels.items()})


STAGE = enum(budget=("部门预算", "budget"), final_accounts=("部门决算", "final accounts"))
SCOPE = enum(department=("部门（含所属单位）", "a department with its units"), unit=("单位预算", "a single unit"))
BODY_KIND = enum(
    party=("党委机构", "of the Communist Party"),
    government=("政府机关", "of the government"),
    congress=("人大机关", "of the people's congress"),
    cppcc=("政协机关", "of the Political Consultative Conference"),
    court=("法院", "court"),
    procuratorate=("检察院", "procuratorate"),
    democratic_party=("民主党派", "a democratic party"),
    mass_organisation=("群团组织", "mass organisation"),
    public_institution=("事业单位", "public institution"),
)
NAMED_IN = enum(
    own=("本文件的部门或单位", "the document is its own"),
    listed=("部门文件所列单位", "the document lists it among its units"),
)
TEXT_LAYER = enum(native=("原生文字", "text as typeset"), ocr=("文字识别", "text recognised from a picture"))
STATUS = enum(
    published=("已发布", "published"),
    published_with_findings=("已发布，附核对问题", "published, with findings beside it"),
    quarantined=("已隔离", "set aside, in no other dataset"),
    superseded=("已被替换", "replaced by its publisher; its rows are in the release that `reason` names"),
)
FETCH_OUTCOME = enum(
    stored=("已存入", "a new document is kept"),
    replaced=("已替换", "another version of a document is kept, the earlier one beside it"),
    unchanged=("未变", "what is kept is still what is published"),
    page=("已读页面", "a page that lists documents, or a robots.txt, was read"),
    absent=("没有", "a host has no robots.txt, and so lets all be fetched"),
    refused=("拒绝", "not fetched, or not kept: by its address, its size, its kind or robots.txt"),
    failed=("失败", "no usable answer"),
)

BUDGET_TABLE = enum(
    revenue_and_expenditure=("收支总表", "revenue and expenditure"),
    revenue=("收入总表", "revenue"),
    expenditure=("支出总表", "expenditure"),
    fiscal_appropriation=("财政拨款收支总表", "fiscal appropriations, revenue and expenditure"),
    fiscal_expenditure=("财政拨款支出表", "expenditure of fiscal appropriations by function"),
    fiscal_basic_expenditure=("财政拨款基本支出表", "basic expenditure of fiscal appropriations"),
    general_budget_by_function=("一般公共预算支出表（分功能）", "general public budget by function"),
    general_budget_by_unit=("一般公共预算支出表（分单位）", "general public budget by unit"),
    general_budget_by_economic=(
        "一般公共预算支出表（分经济分类）",
        "general public budget by economic class",
    ),
    basic_expenditure=("一般公共预算基本支出表", "basic expenditure of the general public budget"),
    basic_expenditure_summary=("部门预算基本支出表", "basic expenditure of all funds"),
    three_public=("“三公”经费支出表", "travel abroad, official vehicles, official receptions"),
    government_fund=("政府性基金预算支出表", "government fund budget"),
    state_capital=("国有资本经营预算支出表", "state capital operations budget"),
    operating_costs=("机关运行经费支出表", "operating costs of administrative bodies"),
    department_performance=("部门整体支出绩效目标表", "performance targets of the whole department"),
)
STANDARD_TABLE = MappingProxyType(
    {
        **BUDGET_TABLE,
        **enum(
            projects=("项目支出表", "project expenditure"),
            procurement=("政府采购预算表", "government procurement"),
            purchased_services=("政府购买服务预算表", "services purchased from society"),
            asset_allocation=("资产配置预算表", "asset allocation"),
            project_performance=("项目支出绩效目标表", "performance targets of a project"),
        ),
    }
)

FLOW = enum(revenue=("收入", "revenue"), expenditure=("支出", "expenditure"))
LINE = enum(
    item=("项目行", "a row under a code or a name, at any level"),
    total=("合计", "total: 本年收入合计, 本年支出合计, 合计"),
    carryover_in=("上年结转结余", "carried over from the year before"),
    carryover_out=("年终结转结余", "carried over to the next year"),
    grand_total=("总计", "closing row of a two-sided table: 收入总计, 支出总计"),
)
SCHEME = enum(
    function=("支出功能分类", "functional classification of expenditure"),
    economic=("部门预算支出经济分类", "economic classification, department budgets"),
    government_economic=("政府预算支出经济分类", "economic classification, government budgets"),
    revenue=("收入来源", "source of revenue"),
    unit=("预算单位", "budget unit"),
    three_public=("“三公”经费项目", "items of the three public expenses"),
    expenditure_class=("人员类、运转类、特定目标类", "personnel R, operating Y, specific purpose T"),
)
THREE_PUBLIC = enum(
    total=("“三公”经费合计", "total"),
    overseas_travel=("因公出国（境）费", "travel abroad on duty"),
    vehicles=("公务用车购置及运行费", "official vehicles"),
    vehicle_purchase=("公务用车购置费", "purchase of vehicles"),
    vehicle_operation=("公务用车运行费", "operation of vehicles"),
    official_reception=("公务接待费", "official receptions"),
)
COUNT = enum(
    overseas_groups=("因公出国（境）团组数", "groups that travelled abroad on duty"),
    overseas_persons=("因公出国（境）人次", "persons that travelled abroad on duty"),
    vehicles_purchased=("公务用车购置数", "official vehicles bought"),
    vehicles_held=("公务用车保有量", "official vehicles held"),
    reception_visits=("公务接待批次", "official receptions, of guests from home or abroad"),
    reception_persons=("公务接待人次", "persons received, from home or abroad"),
    domestic_reception_visits=("国内公务接待批次", "official receptions at home"),
    domestic_reception_persons=("国内公务接待人次", "persons received at home"),
    foreign_guest_visits=("外事接待批次", "of the receptions at home, those of foreign guests"),
    foreign_guest_persons=("外事接待人次", "of the persons received at home, foreign guests"),
    reception_abroad_visits=("国（境）外公务接待批次", "official receptions abroad"),
    reception_abroad_persons=("国（境）外公务接待人次", "persons received abroad"),
    meetings=("会议次数", "meetings held"),
    meeting_persons=("参加会议人次", "persons at meetings"),
    trainings=("培训次数", "trainings held"),
    training_persons=("参加培训人次", "persons at trainings"),
    unclassified=("未归类", "none of these: see the name"),
)
COUNT_PRINTED_IN = enum(table=("表", "a table"), explanation=("说明", "the explanation in words"))
EXPENDITURE_CLASS = enum(R=("人员类", "personnel"), Y=("运转类", "operating"), T=("特定目标类", "specific purpose"))
FUND = enum(
    all=("全部资金", "all funds"),
    fiscal_appropriation=("财政拨款", "the fiscal funds together"),
    general_public=("一般公共预算", "general public budget"),
    government_fund=("政府性基金预算", "government fund budget"),
    state_capital=("国有资本经营预算", "state capital operations budget"),
    social_insurance=("社会保险基金预算", "social insurance fund budget"),
    fiscal_account=("财政专户管理资金", "funds in special fiscal accounts"),
    business=("事业收入", "operating revenue of public institutions"),
    business_operating=("事业单位经营收入", "business revenue of public institutions"),
    upper_level=("上级补助收入", "subsidies from superior units"),
    affiliated=("附属单位上缴收入", "remittances from affiliated units"),
    non_fiscal_balance=("使用非财政拨款结余", "use of non-fiscal balances"),
    other=("其他收入", "other revenue"),
    unit_funds=("单位资金", "the unit's own funds, printed as one"),
    unclassified=("未归类", "none of these: see the paths"),
)
PERIOD = enum(current_year=("本年", "of the current year"), carryover=("上年结转", "carried over"))
MEASURE = enum(
    total=("合计", "total"),
    basic=("基本支出", "basic expenditure"),
    personnel=("人员经费", "personnel costs"),
    operating=("公用经费", "operating costs"),
    project=("项目支出", "project expenditure"),
    business_operating=("事业单位经营支出", "business expenditure of public institutions"),
    remittance_up=("上缴上级支出", "remittances to superior units"),
    subsidy_down=("对附属单位补助支出", "subsidies to affiliated units"),
    carryover_out=("结转下年", "carried over to the next year"),
    unclassified=("未归类", "none of these: see the paths"),
)
PHASE = enum(
    budget=("预算数", "budgeted"),
    adjusted=("调整预算数、全年预算数", "budgeted, as adjusted during the year"),
    execution=("执行数", "executed"),
    final=("决算数", "final accounts"),
)


def phase_of_stage(stage: object) -> str:
    """What the amounts of a document's own year are, by its stage."""
    return "final" if stage == "final_accounts" else "budget"


_UNIT_NAMES = {
    "元": "yuan",
    "千元": "thousand yuan",
    "万元": "ten thousand yuan",
    "百万元": "million yuan",
    "亿元": "hundred million yuan",
}
PRINTED_UNIT = MappingProxyType({unit: Label(unit, _UNIT_NAMES[unit]) for unit in YUAN_PER_UNIT})

ROLE = enum(
    header=("表头", "heading"),
    code=("编码", "code"),
    label=("名称", "label of a row"),
    amount=("数值", "number"),
    text=("文字", "text"),
    empty=("空格", "empty"),
)
DISPOSITION = enum(
    published=("已进入数据集", "in a dataset"),
    reconciled=("仅用于核对", "an aggregate that only a check uses"),
    derived=("派生数", "a printed difference or growth rate"),
    withheld=("个人信息，不发布", "personal data, its text is not published"),
    structural=("表头、编号、名称", "heading, numbering or label"),
    unknown_table=("未识别的表", "of a table that was not recognised"),
    unknown_column=("未识别的列", "of a column that was not recognised"),
    unparsed=("未能解析", "could not be parsed"),
    unread=("所在的表未能读出", "the reading of its table failed"),
)

TARGET_SCOPE = enum(department=("部门整体", "the department"), project=("项目", "a project"))
PROJECT_LINK = enum(
    form=("所在表单", "the form it stands in"), goal_text=("目标文字", "matched by the text of its goal")
)
HORIZON = enum(long_term=("长期", "long-term"), annual=("年度", "annual"))
COMPARATOR = MappingProxyType(
    {
        "=": Label("等于", "equal to"),
        "≥": Label("不低于", "at least"),
        "≤": Label("不高于", "at most"),
        ">": Label("高于", "more than"),
        "<": Label("低于", "less than"),
    }
)
CHANGE = enum(increase=("增加", "an increase"), decrease=("减少", "a decrease"))

SEVERITY = enum(error=("错误", "error"), warning=("警告", "warning"), info=("提示", "information"))
CHECK_STATUS = {
    "pass": Label("相符", "agrees"),
    "rounding": Label("尾差", "differs within the rounding of the printed figures"),
    "fail": Label("不符", "disagrees"),
    "not_applicable": Label("不适用", "can't be evaluated here"),
}
CAUSE = enum(
    reading=("读取", "our reading of the document"),
    document=("文件", "the document itself"),
)
PRESENCE = enum(
    present=("有数", "present, with numbers"),
    present_unread=("有表，未能读出", "present, and the reading of it failed"),
    empty_with_note=("空表，有说明", "empty, with a note that says so"),
    empty_without_note=("空表，无说明", "empty, without a note"),
    absent=("未公开", "absent"),
    unknown=("不明，相关内容未能读出", "can't be told, because the reading of what tells it failed"),
)
CORRECTION_STATUS = enum(
    proposed=("待审核", "proposed, not yet reviewed"),
    accepted=("已采纳", "reviewed and applied"),
    rejected=("未采纳", "reviewed and not applied"),
)
REPORTER = enum(
    publisher=("公开单位", "the body that published the document"),
    public_body=("其他公共机构", "another public body"),
    journalist=("媒体", "a journalist"),
    researcher=("研究者", "a researcher"),
    reader=("读者", "a reader of the data"),
    maintainer=("维护者", "a maintainer of this project"),
)
COMPLETENESS_TOPIC = enum(
    tables=("规定的表", "the tables asked for"),
    detail=("细化程度", "depth of detail"),
    comparison=("与上年比较", "comparison with the year before"),
    three_public=("“三公”经费", "the three public expenses"),
    operating_costs=("机关运行经费", "operating costs"),
    procurement=("政府采购", "procurement"),
    assets=("国有资产", "state-owned assets"),
    projects=("项目支出", "projects"),
    performance=("绩效目标", "performance targets"),
    text=("文字说明", "explanation in words"),
    consistency=("数据相符", "consistency"),
)
CODE_LIST = MappingProxyType({name: Label(scheme.title, scheme.title_en) for name, scheme in schemes().items()})
RELEASE_CHANGE = enum(added=("新增", "added"), removed=("删除", "removed"), changed=("修改", "changed"))
CHANGE_REASON = enum(
    new_document=("新增文件", "a new document"),
    replaced_document=("文件被替换", "its publisher replaced the document"),
    withdrawn_document=("文件被撤回", "the document was withdrawn"),
    missing_document=("文件不再提供", "the document is not there any more"),
    correction=("更正", "a reviewed correction"),
    reading=("读取有变", "our reading changed"),
    record=("来源记录有变", "what is recorded of the document's origin changed"),
)
