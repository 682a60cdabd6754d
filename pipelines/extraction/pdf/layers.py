"""Layers of a PDF (optional content): which of them a reader does not see when the file is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from playa.pdftypes import ObjRef, PDFObject, PSLiteral, resolve1

_POLICIES: Mapping[str, Callable[[Iterable[bool]], bool]] = {
    "AllOn": all,
    "AnyOn": any,
    "AllOff": lambda seen: not any(seen),
    "AnyOff": lambda seen: not all(seen),
}
"""When what belongs to several layers shows, by what it says (ISO 32000-1, 8.11.2.2)."""


class Layers:
    """The layers of one document, as its catalog sets them."""

    def __init__(self, catalog: Mapping[str, PDFObject]) -> None:
        default = _mapping(_mapping(catalog.get("OCProperties")).get("D"))
        self._shown_unless_told = _name(default.get("BaseState")) != "OFF"
        self._told = {**dict.fromkeys(_ids(default.get("ON")), True), **dict.fromkeys(_ids(default.get("OFF")), False)}
        self._told |= dict(_told_by_use(default.get("AS")))

    def show(self, belongs_to: PDFObject) -> bool:
        """Whether what belongs to a layer, or to several by a policy, shows; what belongs to none does."""
        membership = _mapping(belongs_to)
        if _name(membership.get("Type")) != "OCMD":
            return all(map(self._shows, _ids([belongs_to])))
        layers = membership.get("OCGs")
        seen = [self._shows(each) for each in _ids(layers if isinstance(resolve1(layers), list) else [layers])]
        return not seen or _POLICIES.get(_name(membership.get("P")), any)(seen)

    def _shows(self, layer: int) -> bool:
        return self._told.get(layer, self._shown_unless_told)


def _told_by_use(automatic: PDFObject) -> Iterator[tuple[int, bool]]:
    """The layers that show or don't when a page is viewed, whatever else is said of them."""
    for use in map(_mapping, _list(automatic)):
        for layer in _list(use.get("OCGs")) if _name(use.get("Event")) == "View" else ():
            state = _name(_mapping(_mapping(_mapping(layer).get("Usage")).get("View")).get("ViewState"))
            if state:
                yield from ((each, state != "OFF") for each in _ids([layer]))


def _ids(references: PDFObject) -> Iterable[int]:
    return [each.objid for each in _list(references) if isinstance(each, ObjRef)]


def _list(value: PDFObject) -> Sequence[PDFObject]:
    found = resolve1(value)
    return found if isinstance(found, list) else []


def _mapping(value: PDFObject) -> Mapping[str, PDFObject]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _name(value: PDFObject) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
