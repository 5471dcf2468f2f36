"""Recognition of numbers and hedges in the quoted wording of a figure."""

import re
from functools import lru_cache
from itertools import product

from datasets.model.codelists import QUANTIFIERS
from datasets.model.hedges import AMBIGUOUS, phrases_of

_DIGITS = re.compile(r"\d+(?:[ \u00a0\u2009\u202f.,'’]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+")

_NUMERALS = {
    numeral: value
    for value, numerals in {
        0: "no none zero nil нет немає ни жодної жодного жодних",
        1: "one a an один одна одно одну одне",
        2: "two both два две дві",
        3: "three три",
        4: "four чотири четыре",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        20: "twenty",
        100: "hundred",
    }.items()
    for numeral in numerals.split()
}

SCALES = {
    numeral: scale
    for scale, numerals in {
        100: "hundred",
        1_000: "thousand thousands k тысяч тысяча тысячи тыс тисяч тисячі тис tausend mila mille "
        "mil bin хиляди хил χιλιάδες tys אלף ألف ألفا هزار",
        1_000_000: "million millions m mn mln mio миллион миллиона миллионов млн мільйон мільйона "
        "мільйонів millionen milione milioni millones milyon милиона εκατομμύρια",
    }.items()
    for numeral in numerals.split()
}

# "16 thousand and 700", "1 million 468 thousand", "81 thousand 958". In Arabic and Persian with
# \u0648, which is written onto the number.
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_COMPOUND = re.compile(
    rf"(\d+) ({_SCALE})(?:\W? ?(?:and|\u0648) ?| )(\d{{1,3}})\b(?: ({_SCALE})\b)?"
)

_PLAIN_PHRASES = {
    code: phrases
    for code in QUANTIFIERS
    if (phrases := tuple(phrase for phrase in phrases_of(code) if phrase not in AMBIGUOUS))
}
# A hedge is followed by a space and at most one other word; a Hebrew one also by a hyphen.
_HEDGES = {
    code: re.compile(
        r"(?<!\w)(?<!\bno )(?<!\bnot )(?:"
        + "|".join(map(re.escape, phrases))
        + r")(?:\s+(?:[^\W\d]+\s+)?\W{0,2}|(?<=[\u05d0-\u05ea])[-\u05be])\d"
    )
    for code, phrases in _PLAIN_PHRASES.items()
}
SIGNS = {"approximately": "~≈", "more-than": ">", "at-least": "≥", "less-than": "<", "up-to": "≤"}
_ANY_HEDGE = re.compile(
    "|".join(re.escape(phrase) for phrases in _PLAIN_PHRASES.values() for phrase in phrases)
    + "|["
    + "".join(SIGNS.values())
    + "]"
)


# Units by the words after a number. Square kilometres are tried before kilometres.
_UNITS = {
    "percent": r"%|per ?cent\b|процент\w*|відсотк\w*|prozent\b",
    "km2": (
        r"km2\b|km²|sq\.? ?km\b|square (?:kilomet\w+|km)|"
        r"кв\.? ?км|км²|квадратн\w+ к[иі]лометр\w*"
    ),
    "km": r"km\b|kilomet\w+|км\b|к[иі]лометр\w*",
    "household": r"famil(?:y|ies)\b|households?\b|сім\w*|сем(?:ья|ьи|ей|ьям)\b",
}
_UNIT = "|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _UNITS.items())
_UNIT_AFTER_NUMBER = re.compile(
    rf"\d(?: ?(?:thousand|million|тыс\.?|тис\.?|млн\.?))? ?(?:{_UNIT})", re.IGNORECASE
)


@lru_cache(maxsize=100_000)
def numbers_in(wording: str) -> frozenset[float]:
    """All numbers that the wording may state, in any usual spelling.

    ``600,000``, ``600 000``, ``600.000``, ``600 thousand``, ``0.6 million``, ``1,25 млн``, ``six``.
    A separator may separate thousands or decimals: both interpretations are returned.
    """
    lowered = wording.lower()
    tokens = _LETTERS.findall(lowered)
    plain = {number for run in _DIGITS.findall(lowered) for number in _interpretations(run)}
    plain |= {float(_NUMERALS[token]) for token in tokens if token in _NUMERALS}
    compounds = {
        float(int(whole) * SCALES[scale] + int(rest) * SCALES.get(rest_scale, 1))
        for whole, scale, rest, rest_scale in _COMPOUND.findall(lowered)
    }
    scales = {1, *(SCALES[token] for token in tokens if token in SCALES)}
    scaled = frozenset(round(number * scale, 6) for number, scale in product(plain, scales))
    return scaled | compounds


def hedges_in(wording: str) -> frozenset[str]:
    """The quantifiers with a phrase in front of a number, or with a sign anywhere."""
    lowered = wording.lower()
    if not _ANY_HEDGE.search(lowered):
        return frozenset()
    by_phrase = {code for code, pattern in _HEDGES.items() if pattern.search(lowered)}
    by_sign = {code for code, signs in SIGNS.items() if any(sign in lowered for sign in signs)}
    return frozenset(by_phrase | by_sign)


def mentions(wording: str, quantifier: str) -> bool:
    """Whether a phrase or a sign of the quantifier occurs anywhere in the wording."""
    lowered = wording.lower()
    return any(
        re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", lowered)
        for phrase in phrases_of(quantifier)
    ) or any(sign in lowered for sign in SIGNS.get(quantifier, ""))


def _interpretations(run: str) -> set[float]:
    """All numbers that ``1.250``, ``1,250`` or ``1 250`` may mean, and its parts."""
    parts = [part for part in re.split(r"\D", run) if part]
    whole = {float("".join(parts)), *map(float, parts)}
    decimal = {float(f"{''.join(parts[:-1])}.{parts[-1]}")} if len(parts) > 1 else set()
    return whole | decimal


def unit_of(wording: str, number: float) -> str | None:
    """The unit that stands behind a number in the wording; ``None`` if there is none."""
    for match in _UNIT_AFTER_NUMBER.finditer(wording):
        before = wording[: match.start() + 1]
        digits = re.search(r"[\d.,\s\u00a0\u202f]+$", before)
        if digits and round(number, 6) in numbers_in(wording[digits.start() : match.end()]):
            return match.lastgroup
    return None
