"""Why a document is set aside: the reasons of `documents.reason`, and the error that carries one."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Reasons of a quarantine that are known before a document's rows are built."""

    NOT_A_PDF = "not_a_pdf"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_TEXT_LAYER = "no_text_layer"
    NOT_A_BUDGET = "not_a_budget"
    TEMPLATE = "template"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    UNREADABLE = "unreadable"
    DUPLICATE_OF = "duplicate_of"
    FAILED = "failed"


class QuarantineError(Exception):
    """One document can't be published. Its text is one line: file, reason, and what was seen.

    `reason` is what `documents.reason` says; of a duplicate it names the first copy as well.
    """

    def __init__(self, file: str, reason: str, message: str) -> None:
        super().__init__(file, reason, message)
        self.file = file
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}: {self.message}"
