"""How a setting is read from the text that an operator wrote.

A reading gives the value, or raises ValueError with words for what would be right: they go on
after "must be".
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Parser = Callable[[str], Any]

ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")
POSTGRESQL = re.compile(r"postgres(ql)?(\+psycopg)?://\S+")
RATE = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
STORE = re.compile(r"rediss?://\S+")
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


def integer(least: int, most: int) -> Parser:
    """A whole number between two bounds, both allowed."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return int(text)

    return read


def decimal(least: float, most: float) -> Parser:
    """A number between two bounds, both allowed."""

    def read(text: str) -> float:
        if not (DECIMAL.fullmatch(text) and least <= float(text) <= most):
            raise ValueError(f"a number from {least:,g} to {most:,g}")
        return float(text)

    return read


def one_of(*words: str) -> Parser:
    """One of some words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(" or ".join(f"'{word}'" for word in words))
        return text

    return read


def boolean(text: str) -> bool:
    """``1`` for on, ``0`` for off."""
    if text not in ("0", "1"):
        raise ValueError("1 or 0")
    return text == "1"


def ledgers(text: str) -> Path:
    """A folder of ledgers, which has a descriptor."""
    if not (Path(text) / "datapackage.json").is_file():
        raise ValueError("a folder with a datapackage.json in it")
    return Path(text)


def folder(text: str) -> Path:
    """A folder that is there, or that may still be made."""
    if Path(text).exists() and not Path(text).is_dir():
        raise ValueError("a folder")
    return Path(text)


def address(text: str) -> str:
    """The address of a service, without a slash at its end."""
    if not ADDRESS.fullmatch(text):
        raise ValueError("an address such as https://figures.example.org")
    return text.rstrip("/")


def hosts(text: str) -> tuple[str, ...]:
    """Names of hosts with commas between them, without ports."""
    names = tuple(name.strip().lower() for name in text.split(","))
    if not all(HOST.fullmatch(name) for name in names):
        raise ValueError("names of hosts such as figures.example.org,127.0.0.1, without ports")
    return names


def database(text: str) -> str:
    """The address of a PostgreSQL database."""
    if not POSTGRESQL.fullmatch(text):
        raise ValueError("the address of a database such as postgresql://reader@host/figures")
    return text


def rate(text: str) -> str:
    """A number of questions in a time."""
    if not RATE.fullmatch(text):
        raise ValueError("a rate such as 600/minute, per second, minute, hour or day")
    return text


def store(text: str) -> str:
    """The address of a Redis."""
    if not STORE.fullmatch(text):
        raise ValueError("the address of a Redis such as redis://localhost:6379/0")
    return text
