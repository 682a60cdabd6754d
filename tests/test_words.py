"""Words that read documents are declared: the Chinese that still stands in code can only become less."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
ALLOWED = ROOT / "tests" / "words.yaml"
# The data dictionaries are Chinese and English by their nature.
_EXEMPT = ("pipelines/datasets/",)
# A class of all characters in a pattern is no word.
_ANY_CHARACTER = re.compile("[\u3400\u4e00]-[\u9fa5\u9fff]")
_CHINESE = re.compile("[\u3400-\u9fff]")


def chinese_literals(source: str) -> Iterator[str]:
    """The string constants and pieces of f-strings with Chinese in them, without docstrings."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
            continue
        if _CHINESE.search(_ANY_CHARACTER.sub("", node.value)):
            yield node.value


def counted() -> dict[str, int]:
    """How many there are in each file of the library that has any."""
    files = ((path.relative_to(ROOT).as_posix(), path) for path in sorted((ROOT / "pipelines").rglob("*.py")))
    counts = {
        name: len(list(chinese_literals(path.read_text("utf-8"))))
        for name, path in files
        if not name.startswith(_EXEMPT)
    }
    return {name: count for name, count in counts.items() if count}


def test_no_file_has_other_words_than_the_list_allows():
    # A file with more words has a word to declare; one with fewer has its number in words.yaml to be lowered.
    assert counted() == yaml.safe_load(ALLOWED.read_text("utf-8"))


def test_what_counts_as_a_word():
    source = (
        '"""A 文档."""\nX = "合计"\nY = f"第{X}页"\nZ = r"[㐀-鿿]+"\ndef f():\n    """也是文档"""\n    return "total"\n'
    )
    assert list(chinese_literals(source)) == ["合计", "第", "页"]
