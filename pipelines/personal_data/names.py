"""How names of persons are told from other words: by family names, and by what given names are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.personal_data.declared import DeclaredPolicy
from pipelines.personal_data.plain import HAN

_BLANK = r"\s?"


@dataclass(frozen=True)
class Names:
    """Expressions for names: what may be one beside a label, and what is one by itself; and words that are none."""

    surname: str
    possible: str
    likely: str
    full: str
    """A likely name of three characters."""
    nobody: re.Pattern[str]

    def is_somebodys(self, text: str) -> bool:
        """Whether a text that looks like a name is no other word."""
        return self.nobody.fullmatch(text.strip()) is None


def names_of(declared: DeclaredPolicy, words: Iterable[str]) -> Names:
    """The names of the policy; `words` are labels, which are nobody's names."""
    surname, given = _surnames(declared.surnames), f"[{_without_blanks(declared.given_names)}]"
    nobody = (_without_blanks(declared.nobody), *declared.no_names.split(), *declared.hotlines, any_of(words))
    return Names(
        surname,
        possible=rf"(?:{surname})(?: ?[{HAN}]){{1,2}}|[{HAN}]{{1,8}}·[{HAN}]{{1,8}}",
        likely=rf"(?:{surname}) ?{given}(?: ?{given})?",
        full=rf"(?:{surname}){given}{given}",
        nobody=re.compile("|".join(nobody)),
    )


def any_of(words: Iterable[str]) -> str:
    """One of the words, printed spaced out or not: 联 系 人. Those in Latin letters stand alone, in either case."""
    latin, others = _by_letters(words)
    return "|".join([*_in_either_case(latin), *_branches(others)])


def sign_of(words: Iterable[str]) -> str:
    """What stands in each text in which `any_of` the words does: branches that begin with a character each, by which
    most of a text is passed over at once."""
    latin, others = _by_letters(words)
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for word in latin:
        for first in sorted({word[0].lower(), word[0].upper()}):
            by_first[first].append("".join(_BLANK + re.escape(char) for char in word[1:]))
    in_either_case = (rf"{first}(?<![A-Za-z].)(?i:{'|'.join(rests)})(?![A-Za-z])" for first, rests in by_first.items())
    return "|".join([*_branches(others), *in_either_case])


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Words in the order in which they are looked for."""
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


def _by_letters(words: Iterable[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Words with Latin letters, and the others, in the order in which they are looked for."""
    ordered = longest_first(words)
    latin = [word for word in ordered if re.search("[A-Za-z]", word)]
    return latin, [word for word in ordered if word not in latin]


def _without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def _in_either_case(words: Sequence[str]) -> Iterator[str]:
    if words:
        spaced = "|".join(_BLANK.join(map(re.escape, word)) for word in words)
        yield rf"(?<![A-Za-z])(?i:{spaced})(?![A-Za-z])\.?"


def _branches(words: Iterable[str]) -> Iterator[str]:
    """An expression for the words that begin with one character, for each; the longest of them is tried first."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word[1:])
    for first, rests in by_first.items():
        longer = [*_branches(filter(None, rests))]
        # No group that is not needed: expressions of so many words are long in being compiled.
        rest = _BLANK + (longer[0] if len(longer) == 1 else f"(?:{'|'.join(longer)})") if longer else ""
        yield re.escape(first) + (f"(?:{rest})?" if rest and "" in rests else rest)


def _surnames(declared: str) -> str:
    compound = [name for name in declared.split() if len(name) == 2]
    single = sorted({char for name in declared.split() if len(name) != 2 for char in name})
    return f"{'|'.join(compound)}|[{''.join(single)}]"
