"""Index of the names of metrics, actors, places and conflicts by their terms."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from datasets.search.terms import WEAK_TERMS, terms_of

MIN_PREFIX = 4  # letters of a word that stand for a longer one: pokr, pokrovsk
MIN_CORRECTED = 5  # letters; nearly every shorter word resembles another
MIN_LONG = 8  # letters of a word in which two may be wrong
CONTAINER_SHARE = 0.3  # of a place that is within the one that is named

Key = tuple[str, str]
"""A reference table and a code of it."""


class NamedRow(NamedTuple):
    """A row of a reference table with all its names, and what it is contained in.

    A place is contained in other places and in conflicts, a subject in conflicts.
    """

    key: Key
    names: tuple[str, ...]
    containers: tuple[Key, ...] = ()


Shares = Mapping[str, float]
"""By term: the share of the terms of a name that the text has, of the best name with the term."""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of all codes, each a set of terms.

    ``numbers_by_term`` has the numbers of the names with a term, ``terms_by_word`` the term of each
    word in a name; ``contained`` the rows within each row.
    """

    names: tuple[tuple[Key, frozenset[str]], ...]
    numbers_by_term: Mapping[str, tuple[int, ...]]
    terms_by_word: Mapping[str, str]
    contained: Mapping[Key, tuple[Key, ...]]

    def known_word(self, word: str) -> str | None:
        """The word of a name that another word means: a longer one, or one spelled nearly alike."""
        longer = [name for name in self.terms_by_word if _begins(name, word)]
        return min(longer, key=lambda name: (len(name), name), default=None) or self._alike(word)

    def _alike(self, word: str) -> str | None:
        """The nearest word: one letter more, less, other or moved; two of a long word."""
        if len(word) < MIN_CORRECTED or not word.isalpha():
            return None
        others = [name for name in self.terms_by_word if _may_be_alike(name, word)]
        allowed = 2 if len(word) >= MIN_LONG else 1
        best = process.extractOne(word, others, scorer=OSA.distance, score_cutoff=allowed)
        return best[0] if best else None

    def shares(self, terms: Collection[str]) -> Mapping[Key, Shares]:
        """The shares of each code that has a term in a name; 1 where the text has a whole name.

        A place within a named place also has its terms, with a smaller share.
        """
        matched: dict[int, list[str]] = defaultdict(list)
        for term in terms:
            for number in self.numbers_by_term.get(term, ()):
                matched[number].append(term)
        shares: dict[Key, dict[str, float]] = defaultdict(dict)
        for number, of_name in matched.items():
            key, name = self.names[number]
            if key[0] == "conflicts" and len(of_name) < len(name):
                continue  # a part of its name means a country
            _raise(shares[key], dict.fromkeys(of_name, len(of_name) / len(name)))
        for container, of_container in tuple(shares.items()):
            inherited = {term: CONTAINER_SHARE * of_container[term] for term in of_container}
            for key in self.contained.get(container, ()):
                _raise(shares[key], inherited)
        return shares


def name_index(rows: Iterable[NamedRow]) -> NameIndex:
    """The index of the names of rows.

    A weak term counts only in a name without others. A name of a conflict that is also one of a
    place or an actor means these.
    """
    names: dict[tuple[Key, frozenset[str]], None] = {}
    terms_by_word: dict[str, str] = {}
    contained: dict[Key, list[Key]] = defaultdict(list)
    for row in rows:
        for container in row.containers:
            contained[container].append(row.key)
        for of_name in filter(None, map(terms_of, row.names)):
            terms_by_word |= {term.word: term.text for term in of_name}
            texts = frozenset(term.text for term in of_name)
            names[row.key, texts - WEAK_TERMS or texts] = None
    others = {terms for (table, _), terms in names if table != "conflicts"}
    distinct = [name for name in names if name[0][0] != "conflicts" or name[1] not in others]
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, (_, terms) in enumerate(distinct):
        for term in terms:
            numbers[term].append(number)
    return NameIndex(
        tuple(distinct),
        {term: tuple(of_term) for term, of_term in numbers.items()},
        terms_by_word,
        {key: tuple(rows_within) for key, rows_within in contained.items()},
    )


def _begins(name: str, word: str) -> bool:
    return len(word) >= MIN_PREFIX and name.startswith(word)


def _may_be_alike(name: str, word: str) -> bool:
    return name[0] == word[0] and len(name) >= MIN_PREFIX


def _raise(shares: dict[str, float], others: Shares) -> None:
    for term, share in others.items():
        shares[term] = max(shares.get(term, 0), share)
