"""The phrase of a metric: the clause that states a figure, with slots for its parts.

``{subject} had lost {number} {tank|tanks} in {place} {period}`` is a phrase. Braces with a bar
hold the words for a count of one and the words for every other number. All other braces hold the
name of a slot.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "number": "the number with its hedge and the sign of its unit: more than 1,250 km²",
        "people": "those who are counted, one or many: members of the armed forces of Russia",
        "subject": "the subject as a party or a group: the armed forces of Russia",
        "origin": "the country of the subject: from Iran; empty if the subject names none",
        "place": "the place: the Gaza Strip, Kursk Oblast",
        "period": "the period: on 19 August 2024, since 24 February 2022",
    }
)
_REQUIRED = (("number",), ("people", "subject", "origin"), ("place",), ("period",))
_BRACES = re.compile(r"\{([^{}]*)\}")
_NOUN = re.compile(r" \{[^{}|]*\|[^{}|]*\}")


def phrase_faults(phrase: str) -> tuple[str, ...]:
    """Describe what is wrong with a phrase, in words for a curator; empty if nothing is."""
    contents = _BRACES.findall(phrase)
    faults = [fault for content in contents if (fault := _brace_fault(content))]
    if set(_BRACES.sub("", phrase)) & {"{", "}"}:
        faults.append("has a brace without its partner")
    faults += [
        "lacks " + " or ".join(f"{{{name}}}" for name in names)
        for names in _REQUIRED
        if not set(names) & set(contents)
    ]
    faults += [f"has {{{name}}} twice" for name in SLOTS if contents.count(name) > 1]
    if phrase[:1].isupper() or not phrase.endswith(" {period}"):
        faults.append("is a part of a sentence: no capital at its start, {period} at its end")
    return tuple(faults)


def _brace_fault(content: str) -> str | None:
    if "|" not in content:
        unknown = f"has the unknown slot '{{{content}}}'; use one of {', '.join(SLOTS)}"
        return None if content in SLOTS else unknown
    forms = content.split("|")
    complete = len(forms) == 2 and all(map(str.strip, forms))
    return None if complete else f"has '{{{content}}}'; write {{one|many}}"


@lru_cache(maxsize=1_000)
def agreeing_phrase(phrase: str, *, singular: bool) -> str:
    """The phrase with the words for one or for many chosen; only slots are left in it."""
    return _BRACES.sub(lambda braces: _chosen(braces[0], singular), phrase)


@lru_cache(maxsize=1_000)
def question_phrase(phrase: str, unit: str) -> str:
    """The phrase as the question it answers, without its period.

    ``how many tanks {subject} had lost in {place}``; ``unit`` is the sign of a measured unit.
    A percentage is asked for by its name: ``what percentage of the territory of {place} was ...``.
    """
    before, after = phrase.removesuffix(" {period}").split("{number}")
    noun = None if unit else _NOUN.match(after)
    counted, rest = (noun[0], after[noun.end() :]) if noun else (unit, after)
    quantity = "what percentage" if unit == "%" else f"how many {counted}"
    return agreeing_phrase(f"{quantity} {before} {rest}", singular=False)


def _chosen(braces: str, singular: bool) -> str:
    one, bar, many = braces[1:-1].partition("|")
    return braces if not bar else one if singular else many
