"""How a PDF begins and ends: by that a file is known as one, and as a whole one, before anybody opens it."""

from pipelines.documents.registry import HEAD_BYTES

MARK = b"%PDF-"
_END_OF_FILE, _END_OF_OBJECT = b"%%EOF", b"endobj"


def claims_to_be_pdf(head: bytes, name: str) -> bool:
    """Whether a file begins as a PDF, the mark perhaps behind other bytes, or is named like one."""
    return MARK in head[:HEAD_BYTES] or name.lower().endswith(".pdf")


def has_end_of_pdf(data: bytes) -> bool:
    """Whether a file, or the last part of one, ends as a PDF, other bytes perhaps behind."""
    return data.rfind(_END_OF_FILE) > data.rfind(_END_OF_OBJECT)
