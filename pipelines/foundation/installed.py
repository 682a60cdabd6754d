"""Which libraries are installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version(library: str) -> str | None:
    """The version of a library; None of an extra that is not there."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None
