"""What an invented department plans to receive and spend: yuan by unit, function, economic class and fund."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from pipelines.classifications import classification

YEAR = 2026
PERSONNEL, OPERATING, PROJECT = "personnel", "operating", "project"
_RUNNING = ("2010301", "2080505", "2080506", "2101101", "2210201", "2080501", "2210203")
_PROJECTS = ("2010302", "2010399")
_OF_FUNDS = "2120801"
_ECONOMIC = {
    PERSONNEL: ("30101", "30102", "30103", "30108", "30302"),
    OPERATING: ("30201", "30211", "30217", "30299"),
}
_UNITS = ("江城市{}本级", "江城市综合执法大队", "江城市信息中心", "江城市少年宫")
_DEPARTMENTS = ("江城市商务局", "江城市生态环境分局", "江城市档案馆", "江城市信访局")
_USES = ("信息化平台运行维护", "宣传培训经费", "办公设备更新专项", "环境整治提升项目", "专项检查与执法")
OTHER_FUNDS = ("fiscal_account", "business", "upper_level", "other")


@dataclass(frozen=True)
class Leaf:
    """An amount of one unit for one function: by fund, and what it is spent for."""

    unit: str
    code: str
    fund: str
    kind: str
    yuan: Decimal


@dataclass(frozen=True)
class Project:
    """A project of a unit with its amounts by fund."""

    code: str
    name: str
    unit: str
    funds: Mapping[str, Decimal]

    @property
    def yuan(self) -> Decimal:
        return sum(self.funds.values(), Decimal())


@dataclass(frozen=True)
class Accounts:
    """A department with its units (by code), its leaves, its projects, its basic expenditure by economic class."""

    department: str
    code: str
    units: Mapping[str, str]
    leaves: tuple[Leaf, ...]
    projects: tuple[Project, ...]
    economic: Mapping[str, tuple[str, Decimal]]

    def sum(
        self, *, prefix: str = "", unit: str | None = None, funds: Iterable[str] | None = None, kinds: str | None = None
    ) -> Decimal:
        """What the leaves of some codes, unit, funds and kinds add up to."""
        return sum(
            (
                leaf.yuan
                for leaf in self.leaves
                if leaf.code.startswith(prefix)
                and unit in (None, leaf.unit)
                and (funds is None or leaf.fund in funds)
                and (kinds is None or leaf.kind in kinds.split())
            ),
            Decimal(),
        )

    def codes(self, unit: str | None = None, funds: Iterable[str] | None = None) -> Sequence[str]:
        """The functions of the leaves with their classes and divisions, in order."""
        used = {
            leaf.code for leaf in self.leaves if unit in (None, leaf.unit) and (funds is None or leaf.fund in funds)
        }
        return sorted({code[:length] for code in used for length in (3, 5, 7)})


def name_of(scheme: str, code: str) -> str:
    """The official name of a code."""
    name = classification(scheme).name_of(code, YEAR)
    assert name is not None
    return name


def accounts(random: Random) -> Accounts:
    """The accounts of one department."""
    department, code = random.choice(_DEPARTMENTS), str(random.randint(301, 398))
    names = [name.format(department[3:]) for name in _UNITS[: random.randint(1, 4)]]
    units = {f"{code}{number:03}": name for number, name in enumerate(names, start=1)}
    leaves: list[Leaf] = []
    projects: list[Project] = []
    uses = list(_USES)
    random.shuffle(uses)
    for number, unit in enumerate(units):
        for function in _RUNNING[: random.randint(3, 7)]:
            leaves.append(Leaf(unit, function, "general_public", PERSONNEL, _yuan(random)))
            if function == _RUNNING[0]:
                leaves.append(Leaf(unit, function, "general_public", OPERATING, _yuan(random)))
        function = _OF_FUNDS if number == 1 else random.choice(_PROJECTS)
        main = "government_fund" if function == _OF_FUNDS else "general_public"
        funds = {main: _yuan(random)} | ({random.choice(OTHER_FUNDS): _yuan(random)} if random.random() < 0.5 else {})
        projects.append(Project(f"4201072{code}T00000{number:04}", uses[number], unit, funds))
        leaves.extend(Leaf(unit, function, fund, PROJECT, yuan) for fund, yuan in funds.items())
    economic = {
        each: (kind, _yuan(random))
        for kind, codes in _ECONOMIC.items()
        for each in codes[: random.randint(2, len(codes))]
    }
    return Accounts(department, code, units, tuple(leaves), tuple(projects), economic)


def _yuan(random: Random) -> Decimal:
    return Decimal(random.randint(1, 99_999)) * 100
