"""Normalization of names for search: without case, accents and apostrophes."""

import unicodedata


def search_key(name: str) -> str:
    """Normalize a name: ``Türkiye`` to ``turkiye``, ``Khan Yunis'`` to ``khan yunis``."""
    letters = (
        " " if letter in "-_/" else letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter) and letter not in "'’ʼ`\""
    )
    return " ".join("".join(letters).split())
