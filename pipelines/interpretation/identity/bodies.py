"""Which body a printed name is of: a key that is the same for all documents and years in which the body is named.

It is made of the place and the name alone, by declared rules. Printed codes change from year to year and have no part
in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.classifications.divisions import leading_place
from pipelines.classifications.lists import classification
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.bodies import bodies, renamings

CENTRE = "cn"
"""What stands for the place of a body of the centre."""
_DIGITS = 16
_MOST_ENDINGS = 2


@dataclass(frozen=True)
class Body:
    """A body as a document names it: its place and its name in the form in which names are compared.

    `place` is a division's code, `cn`, or the name of a place that no list has. None: it is not known, or several
    places of one name may be meant. Then nothing tells the body from others of that name: it is one of its own,
    told by `within`, what it was named in.
    """

    place: str | None
    name: str
    within: str = ""

    @property
    def key(self) -> str:
        """The `department_key`."""
        place, name = _first_named(self.place, self.name)
        told = (place, name) if place is not None else ("", name, self.within)
        return f"dep{hashlib.sha256('/'.join(told).encode()).hexdigest()[:_DIGITS]}"

    @property
    def kind(self) -> str | None:
        """What kind of body it is, by its name; None where no word of it tells."""
        return next((kind for kind, form in bodies().kinds if form.search(self.name)), None)


def body(name: str, division: str | None, central: bool = False, within: str = "") -> Body:
    """The body that a document of a division (None: unknown) names; `within` tells the document, such as its hash."""
    if central:
        return Body(CENTRE, _same_form(_without_endings(fold_text(name)), ""))
    opening, rest = _opening(_without_endings(fold_text(name)))
    place, rest = _place(rest, division)
    return Body(place, opening + _same_form(rest, opening), within)


def without_own_level(name: str) -> str:
    """A printed name without what is said at its end about how much of the body is meant."""
    shorter = len(fold_text(name)) - len(_without_endings(fold_text(name)))
    return name[:-shorter] if shorter and len(fold_text(name)) == len(name) else name


def _without_endings(name: str) -> str:
    """A name without what is said at its end about how much of the body is meant."""
    for _ in range(_MOST_ENDINGS):
        shorter = bodies().own_level.sub("", name)
        name = shorter or name
    return name


def _opening(name: str) -> tuple[str, str]:
    """What stands before the place, in short, and what follows it."""
    found = ((short, name.removeprefix(full)) for full, short in bodies().openings if name.startswith(full))
    return next(found, ("", name))


def _same_form(name: str, opening: str) -> str:
    """A name without its place in one wording."""
    if opening:
        form, short = bodies().committee
        return form.sub(short, name)
    form, party, short = bodies().party_committee
    if form.match(name):
        return party + form.sub(short, name)
    for form, short in bodies().wordings:
        name = form.sub(short, name)
    return name


def _place(name: str, division: str | None) -> tuple[str | None, str]:
    """The place of a body, and its name without it: what the name begins with, else where its document is from."""
    rest, codes = leading_place(name)
    if len(codes) == 1:
        return codes[0], rest
    if codes:
        return (division, rest) if division in codes else (None, name)
    own = _own_name(division) if division else None
    if own is not None:
        return division, name.removeprefix(own) or name
    unlisted, rest = None, name
    while found := bodies().unlisted_place.match(rest):
        unlisted, rest = found.group(), rest[found.end() :]
    return division or unlisted, rest


@cache
def _own_name(division: str) -> str | None:
    """The full name of a division, folded; None for one that the list does not have."""
    entries = classification("admin_division").entries
    return next((fold_text(entry.name) for entry in entries if entry.code == division), None)


def _first_named(place: str | None, name: str) -> tuple[str | None, str]:
    """The place and name under which a body was first known."""
    seen = {(place, name)}
    while (before := _renamed().get((place, name))) and before not in seen:
        place, name = before
        seen.add(before)
    return place, name


@cache
def _renamed() -> Mapping[tuple[str | None, str], tuple[str | None, str]]:
    """The earlier place and name of each renamed body, by those that it has now."""
    return {
        _place_and_name(each.after, each.division): _place_and_name(each.before, each.division) for each in renamings()
    }


def _place_and_name(name: str, division: str) -> tuple[str | None, str]:
    found = body(name, division if division != CENTRE else None, central=division == CENTRE)
    return found.place, found.name
