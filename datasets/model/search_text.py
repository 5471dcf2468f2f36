"""Normalization of names for search: without case, accents and apostrophes."""

import unicodedata


def search_key(name: str) -> str:
    """Normalize a name: ``Türkiye`` to ``turkiye``, ``Khan Yunis'`` to ``khan yunis``."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = (sign for sign in parts if not unicodedata.combining(sign) and sign not in "'’ʼ`\"")
    return " ".join("".join(" " if sign in "-_/" else sign for sign in letters).split())
