"""Identifiers and docstrings that are not plain English.

``python -m tests.identifiers PATH...`` lists those of some files and folders.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parent.parent
METAPHORS = frozenset(
    {"asked", "front", "found", "gate", "given", "gone", "held", "journal", "keeping", "kept",
     "readings", "said", "seen", "told", "troubles", "words"}
)  # fmt: skip
STANDARD_TERMS = re.compile(
    "not_?found|is_gone|release_?gone|gone_re(?:lease|asons)", re.IGNORECASE
)  # of HTTP: 404, 410
PARTS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
RELATIVE = ("What", "Who", "Whom", "Whose")


def violations(name: str) -> list[str]:
    """The names with a metaphor and the docstrings that begin with a clause, with file and line."""
    path = HOME / name
    return [
        f"{module.relative_to(HOME)}:{line} {text}"
        for module in ([path] if path.is_file() else sorted(path.rglob("*.py")))
        if not {"node_modules", ".venv"} & set(module.parts[len(HOME.parts) :])
        for line, text in _violations(ast.parse(module.read_text(encoding="utf-8")))
    ]


def _violations(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        for name in _names(node):
            parts = PARTS.findall(STANDARD_TERMS.sub("", name))
            if METAPHORS & {part.lower() for part in parts}:
                yield getattr(node, "lineno", 1), name
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node) or ""
            if text.startswith(tuple(f"{word} " for word in RELATIVE)):
                yield getattr(node, "lineno", 1), text.splitlines()[0]


def _names(node: ast.AST) -> Iterator[str]:
    """The names that a node binds: variables, attributes, parameters, functions and classes."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name


if __name__ == "__main__":
    remaining = [text for name in sys.argv[1:] for text in violations(name)]
    sys.exit("\n".join(remaining) if remaining else 0)
