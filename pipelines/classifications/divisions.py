"""Places in printed names and titles: which administrative division a department belongs to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.classifications.lists import classification
from pipelines.foundation.text import fold_text

# Rows of the list that group others and name no place.
_PLACEHOLDER = re.compile(r"市辖区|县|(?:省|自治区)直辖县级行政区划")
_SUFFIX = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|盟)$")
# 恩施土家族苗族自治州 is 恩施州 in most names of departments.
_PEOPLES = (
    "土家族 苗族 藏族 羌族 彝族 布依族 侗族 哈尼族 壮族 傣族 白族 景颇族 傈僳族 回族 蒙古族 蒙古 朝鲜族 "
    "哈萨克族 哈萨克 柯尔克孜 满族 瑶族 仫佬族 毛南族 黎族 仡佬族 水族 纳西族 拉祜族 佤族 独龙族 怒族 普米族 "
    "布朗族 土族 撒拉族 保安族 东乡族 裕固族 锡伯 塔吉克 达斡尔族 鄂温克族 畲族 各族"
)
_AUTONOMOUS = re.compile(rf"(?<=..)(?:{'|'.join(_PEOPLES.split())})+自治(?=[州县旗]$)")
# 中山市场, 青山区域: what follows shows that the last character belongs to another word.
_OTHER_WORD = re.compile(r"市(?=场)|区(?=[域块间划])|县(?=域)")
_TEXTS_AT_ONCE = 5_000
"""A document is asked for its places several times, text by text."""


@dataclass(frozen=True)
class _Name:
    """A name of a division; a short one (`武汉`) only stands before the name of a part of it."""

    text: str
    code: str
    is_full: bool


def division_candidates(text: str) -> tuple[str, ...]:
    """Codes of all divisions that the first place named in a text may be; empty where none is named.

    A place is a full name (`青山区`), also below its parents (`武汉市青山区`, `武汉青山区`). Names of two
    characters (`城区`) count only below a parent.
    """
    return next(iter(_places(text)), ())


def division_of(text: str, hints: Iterable[str] = ()) -> str | None:
    """Six-digit code of the first place named in a text, None where it names none or leaves a doubt.

    `hints` are other texts of the document: the places they name decide between divisions of one name, if
    all that apply are for the same one.
    """
    candidates = division_candidates(text)
    if len(candidates) > 1:
        named = {place[0] for hint in hints for place in _places(hint) if len(place) == 1}
        candidates = tuple(code for code in candidates if named & {code, *_ancestors(code)})
    return candidates[0] if len(candidates) == 1 else None


def leading_place(text: str) -> tuple[str, tuple[str, ...]]:
    """What follows the place that a text begins with, folded, and the codes of all divisions which that may be.

    The whole text and no code where it begins with no place, or is nothing but one.
    """
    folded = fold_text(text)
    end, codes = _place_at(folded, 0)
    return (folded[end:], codes) if codes and end < len(folded) else (folded, ())


@lru_cache(_TEXTS_AT_ONCE)
def _places(text: str) -> tuple[tuple[str, ...], ...]:
    """The places a text names, each as the codes it may stand for, in the order of the text."""
    folded = fold_text(text)
    found: list[tuple[str, ...]] = []
    position = 0
    while position < len(folded) - 1:
        end, codes = _place_at(folded, position)
        if codes:
            found.append(codes)
        position = max(end, position + 1)
    return tuple(found)


def _place_at(text: str, start: int) -> tuple[int, tuple[str, ...]]:
    """Longest place that begins at `start`: where it ends, and the codes it may stand for."""
    found: dict[int, set[str]] = {}
    chains: list[tuple[int, str | None]] = [(start, None)]
    while chains:
        position, above = chains.pop()
        for name in _names_at(text, position):
            if above is not None and above not in _ancestors(name.code):
                continue
            end = position + len(name.text)
            chains.append((end, name.code))
            if name.is_full and (above or len(name.text) > 2) and not _OTHER_WORD.match(text, end - 1):
                found.setdefault(end, set()).add(name.code)
    if not found:
        return start, ()
    end = max(found)
    return end, _without_own_parts(found[end])


def _names_at(text: str, position: int) -> Iterator[_Name]:
    for name in _names_by_start().get(text[position : position + 2], ()):
        if text.startswith(name.text, position):
            yield name


def _without_own_parts(codes: set[str]) -> tuple[str, ...]:
    """Drop divisions inside another of the same name: the city is meant, not the only county in it."""
    return tuple(sorted(code for code in codes if codes.isdisjoint(_ancestors(code))))


def _ancestors(code: str) -> tuple[str, ...]:
    return classification("admin_division").ancestors(code)


@cache
def _names_by_start() -> Mapping[str, tuple[_Name, ...]]:
    """Every name a division goes by, under its first two characters."""
    names: dict[str, list[_Name]] = {}
    for entry in classification("admin_division").entries:
        if _PLACEHOLDER.fullmatch(entry.name):
            continue
        full = {entry.name, _AUTONOMOUS.sub("", entry.name)}
        short = {_SUFFIX.sub("", name) for name in full if entry.level < 3} - full
        for name in sorted(full | short):
            if len(name) > 1:
                names.setdefault(name[:2], []).append(_Name(name, entry.code, name in full))
    return {start: tuple(group) for start, group in names.items()}
