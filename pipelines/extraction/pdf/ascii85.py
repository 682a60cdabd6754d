"""Contents in ASCII85 (ISO 32000-1, 7.4.3), decoded many digits at a time: Python's own way takes them one by one."""

from __future__ import annotations

import numpy as np
from playa.pdftypes import ContentStream

_NAME = "ASCII85Decode"
_WHITE_SPACE = b" \t\n\v\r"
_END = b"~>"
_FIRST, _LAST = b"!u"
_WORTH = 85 ** np.arange(4, -1, -1)
"""Of the digits of a group, which together are four bytes."""
_LARGEST = 0xFFFF_FFFF


def without_ascii85(stream: ContentStream) -> ContentStream:
    """A content whose outer filter is ASCII85 as one without that filter; another one, or one whose digits are not all
    plain, as it is. It must have no parameters of its filters."""
    if stream.decipher is not None or [each.name for each in stream.filters[:1]] != [_NAME]:
        return stream
    data = _decoded(stream.rawdata)
    return stream if data is None else ContentStream({"Filter": stream.filters[1:]}, data)


def _decoded(data: bytes) -> bytes | None:
    """What plain digits say; None where there are other signs among them, or groups that are too large."""
    text = data.translate(None, _WHITE_SPACE).removesuffix(_END)
    missing = -len(text) % 5
    digits = np.frombuffer(text + bytes([_LAST]) * missing, np.uint8)
    if not digits.size or digits.min() < _FIRST or digits.max() > _LAST:
        return None
    groups = (digits.reshape(-1, 5) - _FIRST) @ _WORTH
    return groups.astype(">u4").tobytes()[: 4 * len(groups) - missing] if groups.max() <= _LARGEST else None
