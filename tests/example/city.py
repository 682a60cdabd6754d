"""Who the departments are, and what they plan and spend: yuan by department, year, function and kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from pipelines.classifications import classification

CITY = "示例市"
YEARS = (2024, 2025)
PERSONNEL, OPERATING, PROJECT = "personnel", "operating", "project"
KINDS = (PERSONNEL, OPERATING, PROJECT)
OVERSEAS, PURCHASE, OPERATION, RECEPTION = (
    "overseas_travel",
    "vehicle_purchase",
    "vehicle_operation",
    "official_reception",
)
_CLASS_OF = {"2080505": "30108", "2101101": "30110", "2210201": "30113"}
_OF_ALL = tuple(_CLASS_OF)
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Department:
    """A department, its code in the first year, what it runs on and its projects: a function, and a name of each."""

    name: str
    code: int
    running: str
    projects: tuple[tuple[str, str], ...]
    units: tuple[str, ...] = ()
    """The units beside its own level."""

    def code_in(self, year: int) -> str:
        """The code that is printed in a year: all were given anew in the second."""
        return str(self.code + 300 * (year - YEARS[0]))


DEPARTMENTS = (
    Department(f"中共{CITY}委办公室", 101, "2013101", (("2013102", "文稿印制服务"),)),
    Department(f"{CITY}人大常委会办公室", 102, "2010101", (("2010104", "人民代表大会会议保障"),)),
    Department(f"政协{CITY}委员会办公室", 103, "2010201", (("2010204", "政协全体会议保障"),)),
    Department(f"{CITY}人民政府办公室", 104, "2010301", (("2010302", "政务值守系统维护"),)),
    Department(f"{CITY}人民法院", 105, "2040501", (("2040504", "案件审判辅助服务"),)),
    Department(f"{CITY}人民检察院", 106, "2040401", (("2040402", "听证室设备更新"),)),
    Department(f"{CITY}财政局", 201, "2010601", (("2010607", "预算一体化系统运维"), ("2010699", "绩效评价委托服务"))),
    Department(
        f"{CITY}教育局",
        202,
        "2050101",
        (("2050202", "校舍维修改造"), ("2050203", "课后服务补助")),
        (f"{CITY}第一中学", f"{CITY}少年宫"),
    ),
    Department(f"{CITY}公安局", 203, "2040201", (("2040219", "视频平台扩容"), ("2040220", "执法办案场所改造"))),
    Department(f"{CITY}民政局", 204, "2080201", (("2081002", "老年助餐补贴"),)),
    Department(f"{CITY}交通运输局", 205, "2140101", (("2140106", "农村公路养护"), ("2140104", "大桥拆建工程"))),
    Department(f"{CITY}总工会", 206, "2012901", (("2012902", "职工疗养补助"),)),
)


@dataclass(frozen=True)
class Accounts:
    """What a body plans or has spent in a year, in yuan: by function and kind, by economic class, 三公, projects."""

    by_function: Mapping[tuple[str, str], Decimal]
    economic: Mapping[str, Decimal]
    three_public: Mapping[str, Decimal]
    projects: Mapping[str, tuple[str, Decimal]]

    def sum(self, prefix: str = "", kinds: Sequence[str] = KINDS) -> Decimal:
        """What the functions with a prefix come to, of some kinds."""
        amounts = (yuan for (code, kind), yuan in self.by_function.items() if code.startswith(prefix) and kind in kinds)
        return sum(amounts, Decimal())

    @property
    def codes(self) -> Sequence[str]:
        """The functions with their classes and divisions, in order."""
        return sorted({code[:length] for code, _ in self.by_function for length in (3, 5, 7)})


@cache
def accounts(name: str, year: int, *, final: bool = False) -> Accounts:
    """The budget of a department with its units, or its final accounts: made from its name, the same each time."""
    department = next(each for each in DEPARTMENTS if each.name == name)
    parts = [_own(department, unit, year, final) for unit in (name, *department.units)]
    return Accounts(
        _added(part.by_function for part in parts),
        _added(part.economic for part in parts),
        _added(part.three_public for part in parts),
        parts[0].projects,
    )


@cache
def accounts_of_unit(name: str, unit: str, year: int) -> Accounts:
    """The budget of a unit of a department, or of its own level, which goes by the department's name."""
    return _own(next(each for each in DEPARTMENTS if each.name == name), unit, year, final=False)


def _own(department: Department, unit: str, year: int, final: bool) -> Accounts:
    """A budget grows from year to year, each part at its own pace; more or less than what was planned is spent."""
    random, is_own = Random(f"{department.name} {unit}"), unit == department.name
    size = Decimal(random.randint(150, 900))

    def yuan(share: str) -> Decimal:
        first, pace, spent = size * Decimal(share), random.uniform(0.95, 1.12), random.uniform(0.88, 1.04)
        grown = first * Decimal(pace ** (year - YEARS[0])) * Decimal(spent if final else 1)
        return grown.quantize(Decimal("0.01")) * _TEN_THOUSAND

    # 养老保险, 医疗保险, 住房公积金 stand under a function and under an economic class.
    of_all = {code: yuan("0.05") for code in _OF_ALL}
    public = {item: yuan(share) for item, share in ((PURCHASE, "0.01"), (OPERATION, "0.012"), (RECEPTION, "0.004"))}
    salaries = {code: yuan("0.16") for code in ("30101", "30102", "30103")}
    running = {"30201": yuan("0.03"), "30211": yuan("0.01"), "30217": public[RECEPTION], "30231": public[OPERATION]}
    economic = {**salaries, **{_CLASS_OF[code]: amount for code, amount in of_all.items()}, **running}
    function = department.running if is_own else department.projects[-1][0]
    by_function = {
        (function, PERSONNEL): sum(salaries.values(), Decimal()),
        (function, OPERATING): sum(running.values(), Decimal()),
        **{(code, PERSONNEL): amount for code, amount in of_all.items()},
    }
    projects = {title: (code, yuan("0.4")) for code, title in department.projects} if is_own else {}
    by_function |= {(code, PROJECT): amount for code, amount in projects.values()}
    return Accounts(by_function, economic, {OVERSEAS: Decimal(), **public}, projects)


def _added(parts) -> dict:
    added: dict = {}
    for part in parts:
        for key, yuan in part.items():
            added[key] = added.get(key, Decimal()) + yuan
    return added


def name_of(scheme: str, code: str, year: int) -> str:
    """The official name of a code in the list of a year."""
    name = classification(scheme).name_of(code, year)
    if name is None:
        raise LookupError(f"{scheme} has no code {code} in {year}")
    return name
