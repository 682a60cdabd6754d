"""What `policy.yaml` declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipelines.foundation.declaration import Declaration, DeclarationFile

CheckName = Literal["any", "luhn", "identity_card"]


class DeclaredPattern(Declaration):
    """A number that is somebody's wherever it stands."""

    title: str
    pattern: str
    check: CheckName = "any"
    in_numbers: bool = True


class DeclaredLabels(Declaration):
    """Labels beside which a value is somebody's; SURNAME stands for the family names in `sure`."""

    title: str
    labels: tuple[str, ...]
    value: str
    sure: str | None = None
    between: str | None = None
    in_longer_labels: bool = False


class DeclaredRoles(Declaration):
    """What somebody is, or did with a form, beside which a name is somebody's."""

    title: str
    posts: tuple[str, ...]
    tasks: tuple[str, ...]
    ranks: tuple[str, ...]
    conjunctions: tuple[str, ...]
    courtesies: tuple[str, ...]


class DeclaredPolicy(Declaration):
    """What is personal, and what names are told by."""

    patterns: Mapping[str, DeclaredPattern]
    numbers: str
    labels: Mapping[str, DeclaredLabels]
    roles: DeclaredRoles
    surnames: str
    given_names: str
    nobody: str
    no_names: str
    hotlines: tuple[str, ...]
    not_searched: frozenset[str]


POLICY = DeclarationFile("pipelines.personal_data", "policy.yaml", DeclaredPolicy)
