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
        "no": {
            "approximately": ("rundt", "omtrent", "omkring", "cirka", "om lag", "nesten"),
            "more-than": ("mer enn", "flere enn", "over"),
            "at-least": ("minst",),
            "less-than": ("mindre enn", "færre enn", "under"),
            "up-to": ("opptil", "inntil", "opp til"),
            "between": ("mellom",),
        },
        "da": {
            "approximately": ("omkring", "omtrent", "cirka", "næsten"),
            "more-than": ("mere end", "flere end", "over"),
            "at-least": ("mindst",),
            "less-than": ("mindre end", "færre end", "under"),
            "up-to": ("op til", "højst"),
            "between": ("mellem",),
        },
        "pt": {
            "approximately": ("cerca de", "aproximadamente", "quase", "em torno de"),
            "more-than": ("mais de", "mais que"),
            "at-least": ("pelo menos", "ao menos", "no mínimo"),
            "less-than": ("menos de",),
            "up-to": ("até", "no máximo"),
            "between": ("entre",),
        },
        "ca": {
            "approximately": ("prop de", "al voltant de", "gairebé", "aproximadament"),
            "more-than": ("més de",),
            "at-least": ("almenys", "com a mínim", "pel cap baix"),
            "less-than": ("menys de",),
            "up-to": ("fins a", "com a màxim"),
            "between": ("entre",),
        },
        "ro": {
            "approximately": ("aproape", "aproximativ", "circa", "în jur de"),
            "more-than": ("peste", "mai mult de", "mai mulți de"),
            "at-least": ("cel puțin", "cel puţin", "minimum"),
            "less-than": ("mai puțin de", "sub"),
            "up-to": ("până la", "cel mult"),
            "between": ("între",),
        },
        "hu": {
            "approximately": ("körülbelül", "kb.", "mintegy", "közel", "csaknem", "majdnem"),
            "more-than": ("több mint", "meghaladja"),
            "at-least": ("legalább",),
            "less-than": ("kevesebb mint",),
            "up-to": ("legfeljebb", "akár"),
        },
        "sr": {
            "approximately": ("oko", "око", "približno", "приближно", "skoro", "скоро"),
            "more-than": ("više od", "више од", "preko", "преко"),
            "at-least": ("najmanje", "најмање"),
            "less-than": ("manje od", "мање од"),
            "up-to": ("do", "до", "najviše", "највише"),
            "between": ("između", "између"),
        },
        "sk": {
            "approximately": ("približne", "asi", "okolo", "takmer"),
            "more-than": ("viac ako", "viac než", "vyše"),
            "at-least": ("najmenej", "aspoň", "minimálne"),
            "less-than": ("menej ako", "menej než"),
            "up-to": ("najviac",),
            "between": ("medzi",),
        },
        "lt": {
            "approximately": ("apie", "maždaug", "beveik"),
            "more-than": ("daugiau nei", "daugiau kaip", "daugiau negu"),
            "at-least": ("mažiausiai", "ne mažiau kaip", "bent"),
            "less-than": ("mažiau nei", "mažiau kaip"),
            "up-to": ("iki", "ne daugiau kaip"),
        },
        "tr": {
            "approximately": ("yaklaşık", "civarında"),
            "more-than": ("fazla", "aşkın"),
            "at-least": ("en az",),
        },
        "bg": {
            "approximately": ("около", "приблизително", "почти"),
            "more-than": ("над", "повече от", "надхвърлиха"),
            "at-least": ("най-малко", "поне"),
        },
        "el": {
            "approximately": ("περίπου", "σχεδόν"),
            "more-than": ("πάνω από", "περισσότερ"),
            "at-least": ("τουλάχιστον",),
            "less-than": ("λιγότερ",),
        },
        # The letter for "about", and the last letter of "more than", are written onto the number.
        "he": {
            "approximately": ("כ", "בערך", "כמעט"),
            "more-than": ("יותר מ", "למעלה מ", "מעל", "מעל ל"),
            "at-least": ("לפחות",),
            "less-than": ("פחות מ",),
            "up-to": ("עד",),
            "between": ("בין",),
        },
        "ar": {
            "approximately": (
                *("نحو", "حوالي", "حوالى", "قرابة", "زهاء", "ما يقرب من", "ما يقارب"),
            ),
            "more-than": ("أكثر من", "اكثر من", "ما يزيد على", "ما يزيد عن", "تجاوز", "تجاوزت"),
            "at-least": ("ما لا يقل عن", "لا يقل عن", "على الأقل"),
            "less-than": ("أقل من",),
            "up-to": ("ما يصل إلى",),
            "between": ("بين",),
        },
        "fa": {
            "approximately": ("حدود", "نزدیک به", "تقریبا", "تقریباً"),
            "more-than": ("بیش از", "بیشتر از"),
            "at-least": ("دستکم", "دست\u200cکم", "دست کم", "حداقل"),
            "less-than": ("کمتر از",),
            "up-to": ("تا", "حداکثر"),
            "between": ("بین",),
        },
        # "More than", "less than" and "up to" stand behind the number.
        "hi": {
            "approximately": ("लगभग", "करीब", "क़रीब", "तकरीबन"),
            "more-than": ("से अधिक", "से ज्यादा", "से ज़्यादा"),
            "at-least": ("कम से कम",),
            "less-than": ("से कम",),
            "up-to": ("तक",),
        },
    }
)
# Phrases that often stand in front of a number without a hedge, such as "до 20 серпня" (until).
AMBIGUOUS = frozenset(
    {
        *("до", "от", "від", "hasta", "do", "tot", "над", "unter", "tra", "fra", "até", "fins a"),
        *("până la", "sub", "iki", "asi", "עד", "בין", "بين", "بین", "تا", "तक", "से कम"),
    }
)


def phrases_of(quantifier: str) -> tuple[str, ...]:
    """All phrases of a quantifier, in every language, each once."""
    return tuple(
        dict.fromkeys(
            phrase for phrases in HEDGES.values() for phrase in phrases.get(quantifier, ())
        )
    )
