"""Typesets the city's documents: `python -m tests.example FOLDER`."""

import sys
from pathlib import Path

from tests.example.documents import typeset_city

if __name__ == "__main__":
    print(f"{len(typeset_city(Path(sys.argv[1])))} documents of a city that does not exist: {sys.argv[1]}")
