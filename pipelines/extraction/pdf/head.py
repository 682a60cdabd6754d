"""How a PDF begins: by that a file is known as one before anybody opens it."""

from pipelines.documents.registry import HEAD_BYTES

MARK = b"%PDF-"


def claims_to_be_pdf(head: bytes, name: str) -> bool:
    """Whether a file begins as a PDF, the mark perhaps behind other bytes, or is named like one."""
    return MARK in head[:HEAD_BYTES] or name.lower().endswith(".pdf")
