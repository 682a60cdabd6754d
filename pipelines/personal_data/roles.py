"""Names beside what somebody is, or did with a form: 局长, 会计, 审核."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.personal_data.declared import DeclaredRoles
from pipelines.personal_data.expression import Announced, Expression, announced
from pipelines.personal_data.finding import Finding
from pipelines.personal_data.names import Names, any_of
from pipelines.personal_data.plain import HAN

_RULE = "role"
_SEPARATOR = re.compile(r"\s?[、,/;]\s?")


@dataclass(frozen=True)
class Roles:
    """Posts and tasks, and the names beside them."""

    label: Expression
    """A cell that names a role and nothing else."""
    label_of_body: Expression
    """A cell that names a post of a body: 水务局局长."""
    beside: tuple[Announced, ...]
    alone: Expression
    likely: Expression
    before_number: Expression
    names: Names

    def is_label(self, text: str) -> bool:
        """Whether a cell's plain text is a role and nothing else."""
        return self.label.ready.fullmatch(text) is not None

    def is_label_of_body(self, text: str) -> bool:
        """Whether a cell's plain text is a post, and before it what may be a body."""
        return self.label_of_body.ready.fullmatch(text) is not None

    def find(self, text: str) -> Iterator[Finding]:
        """The names beside roles within a plain text; the roles are no part of what is found."""
        for expression in self.beside:
            for match in expression.find(text):
                start = match.start("value")
                for name in _SEPARATOR.split(match["value"]):
                    start = text.index(name, start)
                    if self.names.is_somebodys(name):
                        yield Finding(_RULE, start, start + len(name), name)
                    start += len(name)

    def find_before(self, text: str, end: int) -> Iterator[Finding]:
        """The name that stands right before somebody's number, which begins at `end` of a plain text."""
        match = self.before_number.ready.search(text, 0, end)
        if match and self.names.is_somebodys(match["value"]):
            yield Finding(_RULE, match.start("value"), match.end("value"), match["value"])

    def names_in_cell(self, text: str, *, surely: bool) -> Iterator[str]:
        """The names in a cell of nothing else; `surely`: only those that are names whatever they stand beside."""
        parts = [self.alone.ready.fullmatch(part) for part in _SEPARATOR.split(text)]
        for match in parts if all(parts) else ():
            name = match["name"] if match else ""
            if self.names.is_somebodys(name) and not (surely and not self.likely.ready.fullmatch(name)):
                yield name


def roles_of(declared: DeclaredRoles, names: Names, every_label: str, joint: str) -> Roles:
    """The declared roles, ready for use; `every_label` is an expression for labels that announce somebody, `joint` for
    what joins two."""
    posts, tasks = any_of(declared.posts), any_of(declared.tasks)
    ranks, courtesies = any_of(declared.ranks), any_of(declared.courtesies)
    post = rf"(?:{ranks})*(?:{posts})"
    role = rf"(?:{ranks})*(?:{posts}|{tasks})"
    several = rf"{role}(?:(?:{joint}){role})*"
    bracket = r"(?:\s?\([^()]*\))?"
    end = rf"(?=\s?(?:{every_label}|{posts}|{tasks}|{courtesies})|[^{HAN}·]|$)"
    possible, likely = (rf"(?:{name}){end}" for name in (names.possible, names.likely))
    possibles, likelies = (rf"(?P<value>{name}(?:\s?[、,/;]\s?{name})*)" for name in (possible, likely))
    return Roles(
        label=Expression(rf"{several}{bracket}\s?:?"),
        label_of_body=Expression(rf"[{HAN}]{{1,12}}{post}{bracket}\s?:?"),
        beside=(
            announced(rf"{role}{bracket}\s?:", rf"\s?{possibles}"),
            announced(rf"{post}{bracket}\s?[\s/]", rf"\s?{possibles}"),
            announced(rf"(?:{tasks}){bracket}\s?[\s/]", rf"\s?{likelies}"),
            announced(post, rf"(?P<value>{likely})"),
            announced(post, rf"(?P<value>(?:{names.possible})(?=\s?(?:{courtesies})))"),
            # The name first: 王小明（水务局局长）, 王小明 局长, 王小明局长.
            Announced(
                Expression(post),
                Expression(
                    rf"(?<![{HAN}])(?P<value>{names.likely})(?:{courtesies})?\s?[(,/\s]\s?[{HAN}]{{0,12}}?{post}{end}"
                ),
            ),
            Announced(
                Expression(post),
                Expression(rf"(?<![{HAN}])(?P<value>{names.full})(?:{courtesies})?{post}{end}"),
            ),
        ),
        alone=Expression(rf"(?P<name>{names.possible})\s?(?:{courtesies})?(?:\s?\([^()]*\))?(?:\s?[\d+(][\d() +-]*)?"),
        likely=Expression(names.likely),
        before_number=Expression(rf"(?<![{HAN}])(?P<value>{names.likely})(?:{courtesies})?\s?[:(,、/-]?\s?$"),
        names=names,
    )
