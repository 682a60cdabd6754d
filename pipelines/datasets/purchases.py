"""procurement, purchased_services, asset_allocation: what is to be bought."""

from pipelines.datasets import shared
from pipelines.datasets.base import Flag, Money, Number, Text, Year, field
from pipelines.datasets.shared import CATALOGUE_CODE, FromTable


class Procurement(FromTable):
    """One row per item of the government procurement table."""

    class Config(FromTable.Config):
        name = "procurement"
        title = "政府采购预算"
        description = "政府采购预算表中每个采购项一行"

    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    project_code: Text = shared.project_code(
        zh="项目编码，按项目名称查得", en="code of the project, looked up by its name"
    )
    project_name: Text = shared.project_name()
    catalogue_code: Text = field(
        "采购品目编码",
        zh="政府采购品目编码",
        en="code in the government procurement catalogue",
        pattern=CATALOGUE_CODE,
    )
    catalogue_name: Text = field(
        "采购品目名称", zh="政府采购品目名称", en="name in the government procurement catalogue"
    )
    function_code: Text = shared.function_code()
    function_name: Text = shared.function_name()
    economic_code: Text = shared.economic_code()
    economic_name: Text = shared.economic_name()
    government_economic_code: Text = shared.government_economic_code()
    government_economic_name: Text = shared.government_economic_name()
    fund_source: Text = shared.fund_source()
    fund_nature: Text = shared.fund_nature()
    quantity: Number = shared.quantity(zh="采购数量", en="how many are to be bought")
    unit_price_yuan: Money = shared.unit_price_yuan()
    measure_unit: Text = field("计量单位", zh="计量单位，如“批”“项”", en="what is counted, as printed")
    amount_yuan: Money = shared.amount_yuan(zh="采购金额", en="amount of the purchase")
    printed_unit: Text = shared.printed_unit(zh="金额的原文单位", en="the unit the amount is printed in")
    sme_amount_yuan: Money = field(
        "面向中小企业金额",
        zh="其中面向中小企业的金额",
        en="of which reserved for small and medium enterprises",
        unit="CNY",
    )
    micro_amount_yuan: Money = field(
        "面向小微企业金额",
        zh="其中面向小微企业的金额",
        en="of which reserved for small and micro enterprises",
        unit="CNY",
    )
    edition: Year = shared.edition()
    function_edition: Year = shared.function_edition()
    economic_edition: Year = shared.economic_edition()
    government_economic_edition: Year = shared.government_economic_edition()
    additive: Flag = shared.additive()


class PurchasedServices(FromTable):
    """One row per service the government purchases from society."""

    class Config(FromTable.Config):
        name = "purchased_services"
        title = "政府购买服务预算"
        description = "政府购买服务预算表中每项服务一行"

    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    includes_procurement: Flag = field(
        "是否包含政府采购", zh="是否包含政府采购", en="whether it goes through government procurement"
    )
    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    content: Text = field("购买服务内容", zh="政府购买服务内容", en="the service")
    quantity: Number = shared.quantity(zh="购买数量", en="how many are to be bought")
    amount_yuan: Money = shared.amount_yuan(zh="购买金额", en="amount of the purchase")
    printed_unit: Text = shared.printed_unit(zh="金额的原文单位", en="the unit the amount is printed in")
    fund_source: Text = shared.fund_source()
    fund_nature: Text = shared.fund_nature()
    function_code: Text = shared.function_code()
    function_name: Text = shared.function_name()
    economic_code: Text = shared.economic_code()
    economic_name: Text = shared.economic_name()
    government_economic_code: Text = shared.government_economic_code()
    government_economic_name: Text = shared.government_economic_name()
    directory_code: Text = field(
        "目录代码",
        zh="政府购买服务指导目录的代码，按印出的最深一级",
        en="code in the directory of services, of the deepest level that prints one",
    )
    directory_name: Text = field(
        "目录名称",
        zh="政府购买服务指导目录中的名称，未印明级次的",
        en="name in the directory of services where its level is not told",
    )
    directory_level1: Text = field(
        "一级目录", zh="政府购买服务指导目录一级", en="first level in the directory of services"
    )
    directory_level2: Text = field(
        "二级目录", zh="政府购买服务指导目录二级", en="second level in the directory of services"
    )
    directory_level3: Text = field(
        "三级目录", zh="政府购买服务指导目录三级", en="third level in the directory of services"
    )
    edition: Year = shared.edition()
    economic_edition: Year = shared.economic_edition()
    government_economic_edition: Year = shared.government_economic_edition()
    additive: Flag = shared.additive()


class AssetAllocation(FromTable):
    """One row per asset to be provided to a unit."""

    class Config(FromTable.Config):
        name = "asset_allocation"
        title = "资产配置预算"
        description = "资产配置预算表中每项资产一行"

    unit_code: Text = shared.unit_code()
    unit_name: Text = shared.unit_name()
    project_code: Text = shared.project_code()
    project_name: Text = shared.project_name()
    function_code: Text = shared.function_code()
    function_name: Text = shared.function_name()
    asset_class: Text = field("资产分类", zh="资产分类", en="class of the asset")
    catalogue_code: Text = field(
        "资产分类代码",
        zh="资产分类代码（GB/T 14885，与政府采购品目编码一致）",
        en="code in the classification of assets (GB/T 14885), that of the government procurement catalogue",
        pattern=CATALOGUE_CODE,
    )
    catalogue_name: Text = field(
        "资产分类代码名称", zh="与资产分类代码同列印出的名称", en="the name printed with that code"
    )
    asset_name: Text = field("资产名称", zh="资产名称", en="name of the asset")
    quantity_held: Number = shared.quantity(title="现有数量", zh="资产数量（现有）", en="how many the unit has")
    quota: Number = shared.quantity(title="编制数", zh="资产编制数", en="how many the unit may have")
    requested_quantity: Number = shared.quantity(title="申请数量", zh="资产申请数量", en="how many are asked for")
    unit_price_yuan: Money = shared.unit_price_yuan()
    amount_yuan: Money = shared.amount_yuan(zh="总金额", en="amount asked for")
    printed_unit: Text = shared.printed_unit(zh="金额的原文单位", en="the unit the amount is printed in")
    asset_major_class: Text = field("资产大类", zh="资产大类", en="major class of the asset")
    standard_name: Text = field("配置标准名称", zh="资产配置标准名称", en="the standard of provision that applies")
    approved_unit_price_yuan: Money = shared.unit_price_yuan(
        title="审核单价", zh="财政审核单价", en="price of one, as approved by the finance department"
    )
    approved_quantity: Number = shared.quantity(
        title="审核数量", zh="财政审核数量", en="how many the finance department approved"
    )
    economic_code: Text = shared.economic_code()
    economic_name: Text = shared.economic_name()
    government_economic_code: Text = shared.government_economic_code()
    government_economic_name: Text = shared.government_economic_name()
    fund_source: Text = shared.fund_source()
    fund_nature: Text = shared.fund_nature()
    edition: Year = shared.edition()
    economic_edition: Year = shared.economic_edition()
    government_economic_edition: Year = shared.government_economic_edition()
    additive: Flag = shared.additive()
