"""The documentation files, and the addresses, links, commands and code blocks in them."""

import re
from pathlib import Path

from api.config import HOME

DOCUMENTS: tuple[Path, ...] = (
    HOME / "README.md",
    *sorted((HOME / "docs").glob("*")),
    *sorted((HOME / "examples").glob("*")),
)
ADDRESS = re.compile(
    r"(?:[`\"]|http://127\.0\.0\.1:8000|https://figures\.example\.org)"
    r"(/(?:v1/|docs|health|version)[^`\"\s>]*)"
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
BLOCK = re.compile(r"^```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^ {4}(make [a-z-]+)", re.MULTILINE)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def blocks(document: Path, language: str) -> list[str]:
    """The fenced code blocks of a language."""
    matches = BLOCK.finditer(text_of(document))
    return [block["text"] for block in matches if block["language"] == language]


def links(document: Path) -> list[str]:
    """The relative links of a Markdown document."""
    return LINK.findall(text_of(document)) if document.suffix == ".md" else []


def addresses() -> list[str]:
    """All addresses of the API in the documents, without host and duplicates."""
    return sorted({address for path in DOCUMENTS for address in ADDRESS.findall(text_of(path))})


def commands() -> list[str]:
    """All shell commands in the documents, without duplicates."""
    fenced = {
        line for path in DOCUMENTS for block in blocks(path, "sh") for line in block.splitlines()
    }
    return sorted({*fenced, *INDENTED.findall(text_of(HOME / "README.md"))})
