"""What is known of the characters of a page, an item for each."""

from __future__ import annotations

import numpy as np

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Colours = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
