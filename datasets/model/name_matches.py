"""Matching of a text with the names of codes: by meaning first, by spelling last."""

import difflib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import takewhile

from datasets.model.search_text import search_key

MIN_PREFIX = 4  # letters of a word that stand for a longer one: Iraq, Iraqi
MIN_STEM = 5  # letters that two other forms of a word share: Ukraine, Ukrainian
MAX_ENDING = 1  # letter of the shorter of these forms that may differ
MIN_SPELLED = 5  # letters; nearly every shorter word resembles another
MAX_LENGTH_DIFFERENCE = 2
MIN_SIMILARITY = 0.84
SIMILARITY_MARGIN = 0.05  # Nigera is as near to Niger as to Nigeria
MAX_TEXT = 100  # characters


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code with its name, and the search keys of all its names.

    ``ids`` are the search keys of its identifiers: they match as a whole, never by a part or by
    spelling. ``exclusive`` tells that its whole name means nothing else: Niger, the country.
    """

    code: str
    name: str | None
    names: tuple[str, ...]
    ids: frozenset[str] = frozenset()
    exclusive: bool = False


Matches = tuple[tuple[NamedCode, ...], ...]
Groups = tuple[list[NamedCode], ...]


def matching_codes(text: str, codes: Collection[NamedCode]) -> Matches:
    """The codes that a text may mean, in groups, the likeliest group first.

    These are the codes with this name or identifier, and then those with the text in their names,
    as whole words. If there are none: those with a similar name; else those with every word in any
    form; else those with a similar word.
    """
    key = search_key(text)
    if not key or len(text) > MAX_TEXT:
        return ()
    named = _named(key, codes)
    if any(code.exclusive for code in named):
        return (tuple(named),)
    containing = [code for code in _with_phrase(key, codes) if code not in named]
    groups = (named, containing) if named or containing else _alike(key, codes)
    return tuple(tuple(group) for group in groups if group)


def _named(key: str, codes: Collection[NamedCode]) -> list[NamedCode]:
    return [code for code in codes if key in code.ids or key in code.names]


def _with_phrase(key: str, codes: Collection[NamedCode]) -> list[NamedCode]:
    return [code for code in codes if any(f" {key} " in f" {name} " for name in code.names)]


def _with_all_parts(key: str, codes: Collection[NamedCode]) -> Groups:
    """The codes whose names have every word, first those that share the longest stems with it.

    Of exclusive codes only these: Nigerian does not mean Niger.
    """
    scores: dict[NamedCode, float] = {}
    for code in codes:
        parts = _parts(code)
        stems = list(takewhile(bool, (_longest_stem(word, parts) for word in key.split())))
        if len(stems) == len(key.split()):
            scores[code] = sum(stems)
    best = _best(scores, margin=0)
    rest = [code for code in scores if code not in best and not code.exclusive]
    return (best, rest) if best else ()


def _alike(key: str, codes: Collection[NamedCode]) -> Groups:
    spelled = _spelled_alike(key, codes, lambda code: code.names)
    if spelled:
        return (spelled,)
    with_parts = _with_all_parts(key, codes)
    return with_parts or (_spelled_alike(key, codes, _parts),)


def _spelled_alike(
    key: str, codes: Collection[NamedCode], forms_of: Callable[[NamedCode], Iterable[str]]
) -> list[NamedCode]:
    if len(key) < MIN_SPELLED:
        return []
    matcher = difflib.SequenceMatcher(b=key, autojunk=False)
    scores: dict[NamedCode, float] = {}
    for code in codes:
        similarity = max((_similarity(matcher, form, key) for form in forms_of(code)), default=0)
        if similarity >= MIN_SIMILARITY:
            scores[code] = similarity
    return _best(scores, SIMILARITY_MARGIN)


def _similarity(matcher: difflib.SequenceMatcher[str], form: str, key: str) -> float:
    """From 0 to 1. A mistyped word has nearly the same length and nearly always its initial."""
    if abs(len(form) - len(key)) > MAX_LENGTH_DIFFERENCE or form[0] != key[0]:
        return 0
    matcher.set_seq1(form)
    return matcher.ratio() if matcher.quick_ratio() >= MIN_SIMILARITY else 0


def _longest_stem(word: str, others: Collection[str]) -> int:
    """The number of letters that a word shares with another form of it; 0 if there is none."""
    return max((_shared_stem(word, other) for other in others), default=0)


def _shared_stem(first: str, second: str) -> int:
    if first == second:
        return len(first)
    shorter = min(len(first), len(second))
    pairs = enumerate(zip(first, second, strict=False))
    length = next((index for index, (one, other) in pairs if one != other), shorter)
    if length == shorter:
        return length if length >= MIN_PREFIX else 0
    return length if length >= max(MIN_STEM, shorter - MAX_ENDING) else 0


def _parts(code: NamedCode) -> set[str]:
    return {word for name in code.names for word in name.split()}


def _best(scores: dict[NamedCode, float], margin: float) -> list[NamedCode]:
    highest = max(scores.values(), default=0)
    return [code for code, score in scores.items() if score >= highest - margin]
