from dataclasses import replace
from datetime import date

import pytest

from datasets.claims.statement import hedged, period_text, span_text, text_of
from datasets.model.period import parse
from datasets.release.compiler.rows import publications_of, references_of

# The statement of every figure of the sample; for losses-0002 that of its last revision.
PRINTED = {
    "displacement-0001": "UNHCR, 2 September 2024: at least 7,000 refugees, refugees, Namibia, "
    "August 2024 (UNHCR, 2 September 2024)",
    "displacement-0002": "UNHCR, 13 June 2024: about 6,000,000 (5,900,000 to 6,100,000) refugees, "
    "refugees, World, 2023 (UNHCR, 13 June 2024)",
    "evacuations-0001": "Local authorities, 19 August 2024: 1 evacuation order, residents, "
    "Pokrovsk, 19 August 2024 (relayed by Associated Press; relayed by Agence France-Presse; "
    "Ukrinform, 19 August 2024)",
    "evacuations-0002": "Governor of Kursk Oblast, 12 August 2024: up to 121,000 evacuated, "
    "civilians, Kursk Oblast, about 6 August 2024 to 12 August 2024 (Agence France-Presse, "
    "12 August 2024)",
    "losses-0001": "Government of Ukraine, 20 August 2024: more than 600,000 killed or wounded, "
    "armed forces of Russia, Russo-Ukrainian war, 24 February 2022 to about 20 August 2024 "
    "(unnamed outlet, 20 August 2024)",
    "losses-0002": "General Staff of Ukraine, 19 September 2024: 90 killed, armed forces of "
    "Russia, Kursk Oblast, 29 August 2024 (General Staff of Ukraine, 19 September 2024)",
    "losses-0003": "General Staff of Ukraine, 7 September 2024: 623,990 lost, armed forces of "
    "Russia, Russo-Ukrainian war, 24 February 2022 to 7 September 2024 (General Staff of Ukraine, "
    "7 September 2024)",
    "losses-0004": "General Staff of Ukraine, 8 September 2024: 625,260 lost, armed forces of "
    "Russia, Russo-Ukrainian war, 24 February 2022 to 8 September 2024 (General Staff of Ukraine, "
    "8 September 2024)",
    "losses-0005": "General Staff of Ukraine, 8 September 2024: 1,270 lost, armed forces of "
    "Russia, Russo-Ukrainian war, 8 September 2024 (General Staff of Ukraine, 8 September 2024)",
    "losses-0006": "Governor of Kursk Oblast, 12 August 2024: 121 wounded, civilians, Kursk "
    "Oblast, 6 August 2024 to 12 August 2024 (Agence France-Presse, 12 August 2024)",
    "losses-0007": "President of Ukraine, 19 August 2024: less than 40 tanks lost, armed forces of "
    "Russia, Kursk Oblast, up to 19 August 2024 (relayed by Associated Press; Ukrinform, "
    "19 August 2024)",
    "losses-0008": "UK Defence Intelligence, 1 October 2024: between 60,000 and 100,000 killed, "
    "armed forces of Russia, Russo-Ukrainian war, 24 February 2022 to September 2024 "
    "(UK Defence Intelligence, 1 October 2024)",
    "population-0001": "Associated Press, 20 August 2024: 53,000 remaining residents, residents, "
    "Pokrovsk, about 19 August 2024 (unnamed outlet, 20 August 2024)",
    "population-0002": "Local authorities, 19 August 2024: more than 53,000 remaining residents, "
    "residents, Pokrovsk Urban Hromada, 19 August 2024 (Ukrinform, 19 August 2024)",
    "population-0003": "Local authorities, 27 August 2024: 0 children remaining, residents, "
    "Pokrovsk, 27 August 2024 (Ukrinform, 27 August 2024)",
    "territory-0001": "President of Ukraine, 19 August 2024: more than 1,250 km² under control, "
    "armed forces of Ukraine, Kursk Oblast, 19 August 2024 (unnamed outlet, 20 August 2024)",
    "territory-0002": "President of Ukraine, 19 August 2024: 92 settlements under control, armed "
    "forces of Ukraine, Kursk Oblast, 19 August 2024 (unnamed outlet, 20 August 2024)",
    "territory-0003": "Unnamed outlet, 20 August 2024: about 9.5 km from the front line, armed "
    "forces of Russia, Pokrovsk, 12 August 2024 to 18 August 2024 (unnamed outlet, "
    "20 August 2024)",
}

TEXTS = [
    # quantifier, value, lower, upper, text
    ("unqualified", 53000, None, None, "53,000"),
    ("approximately", 4000, None, None, "about 4,000"),
    ("more-than", 600000, None, None, "more than 600,000"),
    ("at-least", 0, None, None, "at least 0"),
    ("less-than", 40, None, None, "less than 40"),
    ("up-to", 121000, None, None, "up to 121,000"),
    ("between", None, 5000, 7000, "between 5,000 and 7,000"),
    ("between", None, 0, 7, "between 0 and 7"),
    ("unqualified", 106720, 57695, 160762, "106,720 (57,695 to 160,762)"),
    ("approximately", 5, 0, 9, "about 5 (0 to 9)"),
]

PERIODS = [
    ("2024-08-19", "19 August 2024"),
    ("2024-08-19~", "about 19 August 2024"),
    ("2024-08", "August 2024"),
    ("2024~", "about 2024"),
    ("2022-02-24/2024-08-20~", "24 February 2022 to about 20 August 2024"),
    ("2022~/2024-08", "about 2022 to August 2024"),
    ("/2024-08-19", "up to 19 August 2024"),
    ("/2024-08~", "up to about August 2024"),
]


@pytest.fixture(scope="module")
def publications(sample_folder):
    references = references_of(sample_folder)
    return {
        publication.figure.figure_id: publication
        for ledger in sample_folder.ledgers.values()
        for publication in publications_of(ledger, references)
    }


def test_every_figure_of_the_sample_has_a_statement(publications):
    assert {id_: publication.statement for id_, publication in publications.items()} == PRINTED


@pytest.mark.parametrize(("quantifier", "value", "lower", "upper", "text"), TEXTS)
def test_the_text_has_the_hedge_before_the_number(
    publications, quantifier, value, lower, upper, text
):
    figure = publications["losses-0001"].figure
    changed = replace(
        figure, quantifier=quantifier, value=value, value_lower=lower, value_upper=upper
    )
    assert text_of(changed) == text


@pytest.mark.parametrize(
    ("figure_id", "text"),
    [
        ("territory-0001", "between 5 and 7.5 km²"),
        ("territory-0003", "between 5 and 7.5 km"),
        ("evacuations-0001", "between 5 and 7.5"),
    ],
)
def test_a_range_has_one_unit_symbol_and_only_for_measured_units(publications, figure_id, text):
    figure = publications[figure_id].figure
    changed = replace(figure, quantifier="between", value=None, value_lower=5, value_upper=7.5)
    assert text_of(changed) == text


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_the_text_of_a_period_has_the_precision_of_the_period(text, expected):
    assert period_text(parse(text)) == expected


@pytest.mark.parametrize(
    ("quantifier", "value", "lower", "upper", "text"),
    [
        ("unqualified", None, None, None, "a number that cannot be told"),
        ("unqualified", None, 5000, None, "5,000 km or more"),
        ("unqualified", None, 5000, 7000, "5,000 to 7,000 km"),
        ("between", None, 5000, 7000, "between 5,000 and 7,000 km"),
        ("more-than", 6000, 5000, None, "more than 6,000 km"),
        ("more-than", 6000, None, 7000, "more than 6,000 km"),
        ("more-than", 6000, 5000, 7000, "more than 6,000 km (5,000 to 7,000 km)"),
    ],
)
def test_the_text_of_a_number_includes_the_known_ends_of_its_range(
    quantifier, value, lower, upper, text
):
    assert hedged(quantifier, value, lower, upper, " km") == text


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, date(2024, 8, 19), "up to 19 August 2024"),
        (date(2024, 8, 19), date(2024, 8, 19), "19 August 2024"),
        (date(2022, 2, 24), date(2024, 8, 19), "24 February 2022 to 19 August 2024"),
    ],
)
def test_the_text_of_a_span_has_its_first_and_last_day(start, end, expected):
    assert span_text(start, end) == expected
