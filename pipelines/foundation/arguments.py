"""What the arguments of commands may be."""

import argparse


def count(text: str) -> int:
    """A number from 1 on, for argparse, which tells of a text that is none."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 on is expected, not {text}")
    return int(text)
