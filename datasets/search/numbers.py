"""Numbers in a text."""

import re

MIN_DIGITS = 3  # a smaller number is in too many figures

_NUMBER = re.compile(
    r"(?<![\w.,-])\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\w,])|(?<![\w.,-])\d{3,}(?![\w,])"
)


def split_number(text: str) -> tuple[str, float | None]:
    """A text without its first number of at least three digits, and this number.

    Thousands may be separated: ``600,000 killed`` is killed, 600000. ``M23`` has no number.
    """
    match = _NUMBER.search(text)
    if not match:
        return text, None
    number = float(re.sub(r"\D", "", match[0]))
    return f"{text[: match.start()]} {text[match.end() :]}", number
