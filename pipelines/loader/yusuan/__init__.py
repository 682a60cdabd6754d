"""The published datasets, loaded with the right types: `yusuan.load("budget_lines", "data/processed")`.

Reads the published files alone, Parquet or CSV, in a folder or under an address, and knows nothing of the pipeline that
made them. `yusuan.cell(row)` shows the printed cell that a row was read from, framed on its page.
"""

from yusuan.page import cell
from yusuan.reading import load

__all__ = ["cell", "load"]
