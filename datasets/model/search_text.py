"""Names as they are looked for: without letter case, accents, and marks that nobody types."""

import unicodedata


def search_key(name: str) -> str:
    """``Türkiye`` and ``türkiye`` as ``turkiye``; ``Khan Yunis'`` as ``khan yunis``."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = (sign for sign in parts if not unicodedata.combining(sign) and sign not in "'’ʼ`\"")
    return " ".join("".join(" " if sign in "-_/" else sign for sign in letters).split())
