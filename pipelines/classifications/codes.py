"""The form of each scheme's codes, as `schemes.yaml` declares it: what a code looks like, what its length and zeros
say of its level and parent, and which scheme a bare code is of."""

import re
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import Annotated

from pydantic import Field

from pipelines.foundation.declaration import Declaration, DeclarationFile

PRINTED_CODE = r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*"
"""What a code looks like that departments give themselves: of a unit, of a project."""

EXPENDITURE_SCHEMES = ("function", "economic", "government_economic")
"""The schemes of expenditure; their classes tell them apart."""

_WIDTH_BELOW = 2
_CODES_AT_ONCE = 10_000


class CodeForm(Declaration):
    """Lengths of a code at each level; `padded` schemes fill every code up with zeros to the last one.

    `opens` is a pattern of the first sign, `classes` one of the codes of the first level that there are. `local_levels`
    of two digits each are printed below the last official one by some places; `shortened` codes stand without their
    zeros too.
    """

    widths: Annotated[tuple[int, ...], Field(min_length=1)]
    padded: bool = False
    shortened: bool = False
    first_level: int = 1
    opens: str = r"\d"
    classes: str | None = None
    local_levels: int = 0

    @property
    def pattern(self) -> str:
        """A regular expression of the printed codes."""
        first, last = self.widths[0], self.widths[-1]
        if self.padded:
            longest = last - 1 + _WIDTH_BELOW * self.local_levels
            digits = f"{0 if self.shortened else last - 1},{longest}"
            return rf"{self.opens}\d{{{digits}}}"
        return rf"{self.opens}{_digits(first - 1)}{self._below}"

    @property
    def pattern_of_a_class(self) -> str:
        """A regular expression of the printed codes of the classes that there are."""
        return f"(?:{self.classes}){self._below}" if self.classes else self.pattern

    @cached_property
    def levels(self) -> Mapping[int, int]:
        """The level of an official code by its length; empty where codes are filled up."""
        return {} if self.padded else {width: depth + self.first_level for depth, width in enumerate(self.widths)}

    @cached_property
    def printed_levels(self) -> Mapping[int, int]:
        """`levels`, with those that places print below the official ones."""
        last = self.widths[-1]
        depths = range(1, self.local_levels + 1) if self.levels else ()
        return {**self.levels, **{last + _WIDTH_BELOW * depth: self.levels[last] + depth for depth in depths}}

    def level_of(self, code: str) -> int | None:
        """Level of a code by its form; None where the scheme has no codes of that length."""
        depth = self._depth(code)
        return None if depth is None else depth + self.first_level

    def parent_of(self, code: str) -> str | None:
        """Code one level up, whether or not it is in a list; None at the top or for a malformed code."""
        depth = self._depth(code)
        if not depth:
            return None
        parent = code[: self.widths[depth - 1]]
        # The divisions of a padded catalogue are bare letters.
        return parent.ljust(self.widths[-1], "0") if self.padded and not parent.isalpha() else parent

    @property
    def _below(self) -> str:
        """The digits of a code below its class."""
        depths = len(self.widths) - 1 + self.local_levels
        return rf"({_digits(_WIDTH_BELOW)}){{0,{depths}}}"

    def _depth(self, code: str) -> int | None:
        if not code.isalnum() or not code.isascii() or len(code) > self.widths[-1]:
            return None
        if not self.padded:
            return self.widths.index(len(code)) if len(code) in self.widths else None
        significant = len(code.rstrip("0"))
        return next((depth for depth, width in enumerate(self.widths) if significant <= width), None)


class Scheme(CodeForm):
    """A code list of this room: its titles, the year of its newest list, the form of its codes.

    A name alone never means a code under `only_if_said` where another code has one like it.
    """

    title: str
    title_en: str
    edition: int
    only_if_said: frozenset[str] = frozenset()


SCHEMES = DeclarationFile("pipelines.classifications", "schemes.yaml", dict[str, Scheme])


@cache
def schemes() -> Mapping[str, Scheme]:
    """The declared schemes by name."""
    return SCHEMES.load()


@lru_cache(_CODES_AT_ONCE)
def scheme_of(code: str) -> str | None:
    """The scheme of expenditure that a bare code is of, by its form and class; None where it is of none."""
    forms = ((name, schemes()[name].pattern_of_a_class) for name in EXPENDITURE_SCHEMES)
    return next((name for name, form in forms if re.fullmatch(form, code)), None)


def _digits(count: int) -> str:
    return r"\d" if count == 1 else rf"\d{{{count}}}"
