"""The lines around a grid: running heads set aside; title, number, unit, organisation and notes recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.extraction.grid import Grid, Page, TextLine
from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.foundation.text import fold_space, fold_text
from pipelines.interpretation.identity.titles import organisation
from pipelines.interpretation.sheets.sheet import Caption

_UNITS = "|".join(sorted(YUAN_PER_UNIT, key=len, reverse=True))
_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*第?\s*\d{1,4}\s*页?(/\d+|共\d+页)?[-—–－·.\s]*")
_UNIT = re.compile(rf"单位\s*[:：]?\s*(?:人民币)?(?P<unit>{_UNITS})(?![\u4e00-\u9fff])")
_CODE = re.compile(r"^[\[(【]?\d{3,}[\])】]?[-_]?(?=[\u4e00-\u9fff])")
# What a name too long for its line leaves for the next one: 院 单位：万元.
_REST_OF_A_NAME = re.compile(rf"(?P<rest>[\u4e00-\u9fff]{{1,10}}?)(?:金额)?{_UNIT.pattern}")
_UNIT_HEAD = re.compile(r"单位:(?P<head>[百千万亿]*)$")
_ORGANISATION = re.compile(
    r"(?:(?:编制|预算|填报|公开)?(?:部门|单位))(?:\((?:单位|部门)\)|名称)*[:：]"
    rf"(?!(?:人民币)?(?:{_UNITS}|[百千万亿]+$)(?:$|\W))(?P<name>.+?)(?=$|(?:金额)?单位(?:[:：]|$)|填报日期)"
)
_SERIES = r"(?:附件|附|预算|公开|财决|财预|部门|部)*"
_COUNTER = r"[\d一二三四五六七八九十]+"
_NUMBER = rf"{_SERIES}(?:附?表{_COUNTER}(?:[-之]{_COUNTER})*|{_COUNTER}表)[.、:]?"
_NUMBER_ALONE = re.compile(_NUMBER)
_NUMBER_BEFORE = re.compile(rf"{_NUMBER}(?=.*表)")
_NOTE = re.compile(r"[(（]?(?:备注|注释|注|说明)[:\d]")
_EMPTINESS = re.compile(r"(?:没有|无)[^。]{0,40}(?:支出|收入|数据|预算|发生额|拨款|情况|内容)|空表|本表(?:为空|无)")
_YEAR = re.compile(r"(20\d\d)年")
_TITLE_END = re.compile(r"(?:表|一览|明细|(?:支出|收入|收支|预算|决算)(?:总表|情况|预算)?)(?:\([^()]*\)|表?\d+)?")
# What a title too long for its line leaves for the next one: …支出预 / 算表.
_TITLE_REST = re.compile(r"[预决]?算?(?:情况|明细|总)?表")
_NO_TITLE = re.compile(r"[。；;，]|如下|见下|所示|见附")
_LONGEST_TITLE = 60
_ENDS_AS_CAPTION = re.compile(rf"(?:表|{_UNITS})$")
_PAGES_OF_A_RUNNING_HEAD = 4


def body_lines(pages: Sequence[Page]) -> Mapping[int, tuple[TextLine, ...]]:
    """The lines of each page without page numbers and running heads, by page number."""
    running = _running_heads(pages)
    return {
        page.number: tuple(
            line for line in page.lines if not _PAGE_NUMBER.fullmatch(line.text) and fold_text(line.text) not in running
        )
        for page in pages
    }


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Lines with which several pages begin or end; a table's title, number, unit or organisation is none."""
    seen: Counter[str] = Counter()
    for page in pages:
        texts = [fold_text(line.text) for line in page.lines if not _PAGE_NUMBER.fullmatch(line.text)]
        seen.update({texts[0], texts[-1]} if texts else ())
    return frozenset(
        text
        for text, count in seen.items()
        if count >= _PAGES_OF_A_RUNNING_HEAD
        and not (_is_caption(text) or _NOTE.match(text) or _ENDS_AS_CAPTION.search(text))
    )


def lines_above(grid: Grid, page: Page, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines between a grid and the grid above it (or the top of the page), top to bottom."""
    ceiling = min(
        (other.box.y0 for other in page.grids if other is not grid and other.box.y0 >= grid.box.y1 - 3),
        default=float("inf"),
    )
    return tuple(
        line for line in lines if grid.box.y1 - 3 <= _middle(line) <= ceiling + 3 and not _is_beside(line, grid, page)
    )


def lines_below(grid: Grid, page: Page, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines between a grid and the next grid (or the foot of the page), top to bottom."""
    floor = max(
        (other.box.y1 for other in page.grids if other is not grid and other.box.y1 <= grid.box.y0 + 3),
        default=float("-inf"),
    )
    return tuple(
        line for line in lines if floor - 3 <= _middle(line) <= grid.box.y0 + 3 and not _is_beside(line, grid, page)
    )


def _is_beside(line: TextLine, grid: Grid, page: Page) -> bool:
    """Whether a line stands over or under a grid beside this one, and not over or under this one."""
    if line.box.x1 > grid.box.x0 and line.box.x0 < grid.box.x1:
        return False
    return any(
        line.box.x1 > other.box.x0 and line.box.x0 < other.box.x1
        for other in page.grids
        if other.box.y1 > grid.box.y0 and other.box.y0 < grid.box.y1
    )


def _middle(line: TextLine) -> float:
    return (line.box.y0 + line.box.y1) / 2


def read_caption(above: Sequence[str], below: Sequence[str]) -> Caption:
    """Read the lines around a table. The title is the last line above that ends like one and is no sentence."""
    folded = [fold_text(line) for line in above]
    numbers = [
        match.group().rstrip(".、:")
        for line in folded
        if (match := _NUMBER_ALONE.fullmatch(line) or _NUMBER_BEFORE.match(line))
    ]
    organisations = _organisations(folded)
    # The label and its value can stand on two lines.
    units = _UNIT.findall("\n".join(folded)) or _broken_units(folded)
    title = _last_title(folded)
    year = _YEAR.search(title) if title else None
    return Caption(
        lines=tuple(above),
        title=title,
        number=numbers[-1] if numbers else None,
        printed_unit=units[-1] if units else None,
        organisation=organisations[-1] if organisations else None,
        year=int(year.group(1)) if year else None,
        notes=tuple(fold_space(line) for line in _notes(below)),
    )


def _organisations(folded: Sequence[str]) -> list[str]:
    """The organisations that labelled lines name, without what a wrapped unit leaves in their line."""
    names: list[str] = []
    for index, line in enumerate(folded):
        if not (match := _ORGANISATION.search(line)):
            continue
        name = _CODE.sub("", match["name"])
        before, after = (folded[at] if 0 <= at < len(folded) else "" for at in (index - 1, index + 1))
        rest = _REST_OF_A_NAME.match(after) if match.end() == len(line) else None
        if rest and not organisation(name) and organisation(name + rest["rest"]):
            name += rest["rest"]
        names.append(name.removesuffix("元") if _UNIT_HEAD.search(before) else name)
    return names


def _broken_units(folded: Sequence[str]) -> list[str]:
    """A unit that wraps: `单位:万` at the end of one line, `元` at the end of the next or lost in the table's rules."""
    heads = [(match["head"], index) for index, line in enumerate(folded) if (match := _UNIT_HEAD.search(line))]
    units = [
        head + "元" for head, index in heads if head or (index + 1 < len(folded) and folded[index + 1].endswith("元"))
    ]
    return [unit for unit in units if unit in YUAN_PER_UNIT]


def without_broken_unit(grid: Grid, above: Sequence[str]) -> Grid:
    """The grid without the `元` that a unit wrapping over the table's upper rule leaves in a cell of its first row:
    over it stands `单位:万`. Nothing is taken away where several cells begin with 元."""
    match = _UNIT_HEAD.search(fold_text(above[-1])) if above else None
    cut = [cell for cell in grid.row(0) if cell.text.startswith("元") and cell.text != "元"]
    if match is None or not match["head"] or len(cut) != 1:
        return grid
    mended = replace(cut[0], text=cut[0].text.removeprefix("元").lstrip())
    return replace(grid, cells=tuple(mended if cell is cut[0] else cell for cell in grid.cells))


def is_title(line: str) -> bool:
    """Whether a printed line reads as a table's title."""
    return _title_text(fold_text(line)) is not None


def caption_rows(grid: Grid) -> int:
    """How many rows at the top of a grid print its caption: nothing but titles, numbers, units, organisations."""
    count = 0
    while count < grid.row_count - 1:
        texts = [fold_text(cell.text) for cell in grid.row(count) if cell.text]
        if not texts or not all(_is_caption(text) for text in texts):
            break
        count += 1
    return count


def _is_caption(text: str) -> bool:
    return bool(
        _NUMBER_ALONE.fullmatch(text)
        or _UNIT.search(text)
        or _ORGANISATION.search(text)
        or (_title_text(text) and text.endswith("表"))
    )


def _last_title(folded: Sequence[str]) -> str | None:
    for index in range(len(folded) - 1, -1, -1):
        title = _title_text(folded[index])
        before = folded[index - 1] if index else ""
        if _TITLE_REST.fullmatch(folded[index]) and not before.endswith("表"):
            title = _title_text(before + folded[index]) or title
        if title is not None:
            return before + title if _opens_a_title(before, title) else title
    return None


def _title_text(line: str) -> str | None:
    """The line as a title, or None: a sentence, a unit line, a number alone are none."""
    cut = re.split(r"(?:编制|预算|填报)?(?:部门|单位)(?:\((?:单位|部门)\)|名称)?:|填报日期", line)[0]
    if not 3 <= len(cut) <= _LONGEST_TITLE or _NO_TITLE.search(cut) or _NUMBER_ALONE.fullmatch(cut):
        return None
    return cut if _TITLE_END.search(cut) and _ends_as_title(cut) else None


def _ends_as_title(line: str) -> bool:
    return any(match.end() == len(line) for match in _TITLE_END.finditer(line))


def _opens_a_title(line: str, rest: str) -> bool:
    """Whether a title was broken before `rest`: the line ends inside a bracket or a quotation."""
    open_bracket = line.count("(") > line.count(")")
    return (open_bracket or line.count('"') % 2 == 1) and len(line) + len(rest) <= _LONGEST_TITLE


def _notes(below: Sequence[str]) -> list[str]:
    """The notes under a table: from the first line that opens one, or that tells why the table is empty."""
    for index, line in enumerate(below):
        folded = fold_text(line)
        if _NOTE.match(folded) or _EMPTINESS.search(folded):
            return list(below[index:])
    return []
