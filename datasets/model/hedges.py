"""Phrases that hedge a number, by language and quantifier. A curator may add a language or phrase.

All phrases are in lower case. A quantifier of a figure must be in its wording (V36), and a hedge
in front of a number must be its quantifier (V35).
"""

from collections.abc import Mapping
from types import MappingProxyType

HEDGES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": {
            "approximately": (
                *("about", "around", "approximately", "some", "nearly", "almost", "roughly"),
            ),
            "more-than": ("more than", "over", "exceeds", "exceeded", "exceeding"),
            "at-least": ("at least", "no fewer than", "no less than", "not less than"),
            "less-than": ("less than", "fewer than", "under"),
            "up-to": ("up to", "as many as", "at most", "no more than"),
            "between": ("between", "from"),
        },
        "uk": {
            "approximately": ("близько", "приблизно", "орієнтовно", "майже"),
            "more-than": ("понад", "більше ніж", "більш ніж", "більш як", "більше"),
            "at-least": ("щонайменше", "не менше", "не менш", "принаймні"),
            "less-than": ("менше ніж", "менш ніж", "менше"),
            "up-to": ("до", "не більше", "щонайбільше"),
            "between": ("від",),
        },
        "ru": {
            "approximately": ("около", "примерно", "порядка", "почти", "приблизительно"),
            "more-than": ("более", "больше", "свыше"),
            "at-least": ("не менее", "как минимум", "по меньшей мере"),
            "less-than": ("менее", "меньше"),
            "up-to": ("до", "не более"),
            "between": ("от",),
        },
        "de": {
            "approximately": ("etwa", "rund", "ungefähr", "circa", "ca.", "knapp", "fast"),
            "more-than": ("mehr als", "über"),
            "at-least": ("mindestens", "wenigstens"),
            "less-than": ("weniger als", "unter"),
            "up-to": ("bis zu", "höchstens"),
            "between": ("zwischen",),
        },
        "fr": {
            "approximately": ("environ", "près de", "quelque", "à peu près"),
            "more-than": ("plus de", "plus d'"),
            "at-least": ("au moins",),
            "less-than": ("moins de",),
            "up-to": ("jusqu'à", "au plus"),
            "between": ("entre",),
        },
        "es": {
            "approximately": ("alrededor de", "unos", "unas", "cerca de", "casi"),
            "more-than": ("más de",),
            "at-least": ("al menos", "por lo menos"),
            "less-than": ("menos de",),
            "up-to": ("hasta",),
            "between": ("entre",),
        },
        "it": {
            "approximately": ("circa", "quasi"),
            "more-than": ("più di", "oltre"),
            "at-least": ("almeno",),
            "less-than": ("meno di",),
            "up-to": ("fino a",),
            "between": ("tra", "fra"),
        },
        "pl": {
            "approximately": ("około", "ok.", "prawie", "blisko"),
            "more-than": ("ponad", "więcej niż"),
            "at-least": ("co najmniej",),
            "less-than": ("mniej niż",),
            "up-to": ("do", "co najwyżej"),
        },
        "et": {
            "approximately": ("umbes", "ligi", "ligikaudu"),
            "more-than": ("üle", "rohkem kui"),
            "at-least": ("vähemalt",),
            "less-than": ("alla", "vähem kui"),
            "up-to": ("kuni",),
        },
        "nl": {
            "approximately": ("ongeveer", "circa", "bijna"),
            "more-than": ("meer dan",),
            "at-least": ("minstens", "ten minste"),
            "less-than": ("minder dan",),
            "up-to": ("tot",),
        },
        "tr": {
            "approximately": ("yaklaşık", "civarında"),
            "more-than": ("fazla", "aşkın"),
            "at-least": ("en az",),
        },
        "bg": {
            "approximately": ("около", "приблизително", "почти"),
            "more-than": ("над", "повече от"),
            "at-least": ("най-малко", "поне"),
        },
        "el": {"approximately": ("περίπου",), "more-than": ("πάνω από", "περισσότερ")},
    }
)
# Phrases that often stand in front of a number without a hedge, such as "до 20 серпня" (until).
AMBIGUOUS = frozenset({"до", "от", "від", "hasta", "do", "tot", "над", "unter", "tra", "fra"})


def phrases_of(quantifier: str) -> tuple[str, ...]:
    """All phrases of a quantifier, in every language, each once."""
    return tuple(
        dict.fromkeys(
            phrase for phrases in HEDGES.values() for phrase in phrases.get(quantifier, ())
        )
    )
