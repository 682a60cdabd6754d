"""The form of a scheme's codes: what a code's length and zeros say of its level and parent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CodeForm:
    """Lengths of a code at each level; padded schemes fill every code up with zeros to the last one."""

    widths: tuple[int, ...]
    padded: bool = False
    first_level: int = 1

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

    def _depth(self, code: str) -> int | None:
        if not code.isalnum() or not code.isascii() or len(code) > self.widths[-1]:
            return None
        if not self.padded:
            return self.widths.index(len(code)) if len(code) in self.widths else None
        significant = len(code.rstrip("0"))
        return next((depth for depth, width in enumerate(self.widths) if significant <= width), None)
