"""The terms of a text: its words in one form each, without those that decide nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import snowballstemmer

from datasets.model.search_text import search_key
from datasets.search.synonyms import DEMONYMS, SYNONYMS

MIN_STEMMED = 4  # letters; a shorter word is its own stem

# They stand between the words that mean something.
STOP_TERMS = frozenset({
    "a", "about", "according", "after", "all", "an", "and", "any", "are", "as", "be", "been",
    "before", "between", "both", "but", "by", "can", "claim", "claimed", "claims", "could",
    "data", "did", "do", "does", "during", "each", "figure", "figures", "find", "for", "had",
    "has", "have", "how", "i", "if", "into", "is", "it", "its", "last", "latest", "list",
    "many", "me", "most", "much", "new", "newest", "no", "now", "number", "numbers", "of",
    "off", "on", "or", "out", "over", "per", "recent", "report", "reported", "said", "say",
    "says", "show", "since", "so", "some", "statistics", "stats", "still", "than", "that",
    "the", "their", "them", "there", "they", "this", "to", "today", "total", "until", "up",
    "was", "we", "were", "what", "when", "where", "which", "who", "whose", "why", "with",
})  # fmt: skip

# The column of a series that the next word is about.
ROLES: Mapping[str, str] = MappingProxyType(
    {"at": "place", "from": "subject", "in": "place", "near": "place"}
)

# The word before is about the claimant.
VERBS_OF_SPEECH = frozenset({"claim", "claimed", "claims", "said", "say", "says"})

# They are in many names and in many questions: a series that lacks them may still be meant.
WEAK_NAMES = "conflict crisis people person persons war wars"

_POSSESSIVE = re.compile(r"['’ʼ]s\b|(?<=s)['’ʼ](?=\s|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")  # WHO is no question


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text in the form in which names are indexed.

    ``word`` is the word as it stands in the text, ``role`` the column that the word before it
    points to.
    """

    text: str
    word: str
    role: str | None = None


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a text in its order: ``Russia's defense ministry``: russia, defenc, ministri.

    A term that occurs twice has the role of its first occurrence.
    """
    terms = {term.text: term for term in reversed(tuple(_terms(text)))}
    return tuple(reversed(terms.values()))


def term_texts(text: str) -> frozenset[str]:
    """The terms of a text, without their order."""
    return frozenset(term.text for term in _terms(text))


def _terms(text: str) -> Iterator[Term]:
    forms = _WORD.findall(search_key(_POSSESSIVE.sub("", text)))
    abbreviations = () if text.isupper() else _ABBREVIATION.findall(text)
    ignored = STOP_TERMS - {abbreviation.casefold() for abbreviation in abbreviations}
    role = None
    for word, following in zip(forms, [*forms[1:], ""], strict=False):
        if word in ROLES:
            role = ROLES[word]
        elif word not in ignored:
            if following in VERBS_OF_SPEECH:
                role = "claimant"
            elif role is None and word in DEMONYMS:
                role = "subject"  # Sudanese refugees, who are in other places
            for name in SYNONYMS.get(word, (word,)):
                yield Term(_stem(search_key(name)), word, role)
            role = None


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    if len(word) < MIN_STEMMED or not word.isascii():
        return word
    stem: str = snowballstemmer.stemmer("english").stemWord(word)  # its own: a stemmer has a state
    return stem


WEAK_TERMS = term_texts(WEAK_NAMES)
