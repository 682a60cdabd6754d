"""Draws the digits of fonts for `pipelines/extraction/pdf/shapes.csv`: python -m ... FONT... > shapes.csv

Fonts with licences that let their shapes go on: OFL, Apache, Bitstream Vera, GUST, Arphic. Shapes that are like one
already kept are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipelines.extraction.pdf.shapes import HEIGHT, WIDTH, Gray, normalised, trimmed

_SIZE = 120
_ALIKE = 0.93


def draw(font: Path, char: str) -> Gray:
    """A character's ink, trimmed."""
    image = Image.new("L", (2 * _SIZE, 2 * _SIZE), 0)
    ImageDraw.Draw(image).text((_SIZE // 2, _SIZE // 4), char, fill=255, font=ImageFont.truetype(str(font), _SIZE))
    return trimmed(np.asarray(image, dtype=float) / 255)


def shapes(fonts: list[Path]) -> Iterator[tuple[str, int, float, str]]:
    for digit in range(10):
        kept: list[np.ndarray] = []
        for font in fonts:
            ink = draw(font, str(digit))
            shape = normalised(ink)
            if any(float(shape @ other) > _ALIKE for other in kept):
                continue
            kept.append(shape)
            low, high = shape.min(), shape.max()
            dots = "".join(f"{round(15 * (dot - low) / (high - low)):x}" for dot in shape)
            assert len(dots) == WIDTH * HEIGHT
            yield font.stem, digit, round(ink.shape[1] / ink.shape[0], 2), dots


if __name__ == "__main__":
    print("font,digit,aspect,dots")
    for row in shapes([Path(name) for name in sys.argv[1:]]):
        print(*row, sep=",")
