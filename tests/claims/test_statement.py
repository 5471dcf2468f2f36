from dataclasses import replace

import pytest

from datasets.claims.statement import hedged, statement_of, text_of
from datasets.release.compiler.rows import publications_of, references_of

# The statement of every figure of the sample; for losses-0002 that of its last revision.
PRINTED = {
    "displacement-0001": "UNHCR said on 2 September 2024 that at least 7,000 refugees were in "
    "Namibia in August 2024 (UNHCR, 2 September 2024).",
    "displacement-0002": "UNHCR said on 13 June 2024 that about 6,000,000 (5,900,000 to "
    "6,100,000) refugees were in the world in 2023 (UNHCR, 13 June 2024).",
    "evacuations-0001": "Local authorities said on 19 August 2024 that 1 evacuation order for "
    "people in Pokrovsk had taken effect on 19 August 2024 (relayed by the Associated Press; "
    "relayed by Agence France-Presse; Ukrinform, 19 August 2024).",
    "evacuations-0002": "The governor of Kursk Oblast said on 12 August 2024 that up to 121,000 "
    "civilians had left or been evacuated from Kursk Oblast between around 6 August and "
    "12 August 2024 (Agence France-Presse, 12 August 2024).",
    "losses-0001": "The Government of Ukraine said on 20 August 2024 that more than 600,000 "
    "members of the armed forces of Russia had been killed or wounded in the Russo-Ukrainian war"
    " since 24 February 2022 (unnamed outlet, 20 August 2024).",
    "losses-0002": "The General Staff of Ukraine said on 19 September 2024 that 90 members of the"
    " armed forces of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff of"
    " Ukraine, 19 September 2024).",
    "losses-0003": "The General Staff of Ukraine said on 7 September 2024 that the armed forces "
    "of Russia had lost 623,990 personnel in the Russo-Ukrainian war since 24 February 2022 "
    "(General Staff of Ukraine, 7 September 2024).",
    "losses-0004": "The General Staff of Ukraine said on 8 September 2024 that the armed forces "
    "of Russia had lost 625,260 personnel in the Russo-Ukrainian war since 24 February 2022 "
    "(General Staff of Ukraine, 8 September 2024).",
    "losses-0005": "The General Staff of Ukraine said on 8 September 2024 that the armed forces "
    "of Russia had lost 1,270 personnel in the Russo-Ukrainian war on 8 September 2024 (General "
    "Staff of Ukraine, 8 September 2024).",
    "losses-0006": "The governor of Kursk Oblast said on 12 August 2024 that 121 civilians had "
    "been wounded in Kursk Oblast between 6 and 12 August 2024 (Agence France-Presse, "
    "12 August 2024).",
    "losses-0007": "The President of Ukraine said on 19 August 2024 that the armed forces of "
    "Russia had lost fewer than 40 tanks in Kursk Oblast by 19 August 2024 (relayed by the "
    "Associated Press; Ukrinform, 19 August 2024).",
    "losses-0008": "UK Defence Intelligence said on 1 October 2024 that between 60,000 and "
    "100,000 members of the armed forces of Russia had been killed in the Russo-Ukrainian war "
    "between 24 February 2022 and September 2024 (UK Defence Intelligence, 1 October 2024).",
    "population-0001": "The Associated Press said on 20 August 2024 that 53,000 people remained "
    "in Pokrovsk around 19 August 2024 (unnamed outlet, 20 August 2024).",
    "population-0002": "Local authorities said on 19 August 2024 that more than 53,000 people "
    "remained in Pokrovsk Urban Hromada on 19 August 2024 (Ukrinform, 19 August 2024).",
    "population-0003": "Local authorities said on 27 August 2024 that no children remained in "
    "Pokrovsk on 27 August 2024 (Ukrinform, 27 August 2024).",
    "territory-0001": "The President of Ukraine said on 19 August 2024 that the armed forces of "
    "Ukraine controlled more than 1,250 km² in Kursk Oblast on 19 August 2024 (unnamed outlet, "
    "20 August 2024).",
    "territory-0002": "The President of Ukraine said on 19 August 2024 that the armed forces of "
    "Ukraine controlled 92 settlements in Kursk Oblast on 19 August 2024 (unnamed outlet, 20 "
    "August 2024).",
    "territory-0003": "An unnamed outlet said on 20 August 2024 that the nearest troops of the "
    "armed forces of Russia were about 9.5 km from Pokrovsk between 12 and 18 August 2024 "
    "(unnamed outlet, 20 August 2024).",
}

TEXTS = [
    # quantifier, value, lower, upper, text
    ("unqualified", 53000, None, None, "53,000"),
    ("approximately", 4000, None, None, "about 4,000"),
    ("more-than", 600000, None, None, "more than 600,000"),
    ("at-least", 0, None, None, "at least 0"),
    ("less-than", 40, None, None, "fewer than 40"),
    ("up-to", 121000, None, None, "up to 121,000"),
    ("between", None, 5000, 7000, "between 5,000 and 7,000"),
    ("between", None, 0, 7, "between 0 and 7"),
    ("unqualified", 106720, 57695, 160762, "106,720 (57,695 to 160,762)"),
    ("approximately", 5, 0, 9, "about 5 (0 to 9)"),
    ("unqualified", 141, 141, 141, "141"),
    ("unqualified", 141, 141, 150, "141 (141 to 150)"),
    ("between", None, 7, 7, "7"),
]

# metric of a figure of the sample, quantifier, value, lower, upper, the clause up to its verb
HEDGED_CLAUSES = [
    ("losses-0006", "unqualified", 0, None, None, "no civilians had been wounded"),
    ("losses-0006", "unqualified", 1, None, None, "1 civilian had been wounded"),
    ("losses-0006", "unqualified", 2, None, None, "2 civilians had been wounded"),
    ("losses-0006", "approximately", 1, None, None, "about 1 civilian had been wounded"),
    ("losses-0006", "approximately", 4000, None, None, "about 4,000 civilians had been wounded"),
    ("losses-0006", "more-than", 1, None, None, "more than 1 civilian had been wounded"),
    ("losses-0006", "more-than", 9, None, None, "more than 9 civilians had been wounded"),
    ("losses-0006", "at-least", 1, None, None, "at least 1 civilian had been wounded"),
    ("losses-0006", "at-least", 0, None, None, "at least 0 civilians had been wounded"),
    ("losses-0006", "less-than", 40, None, None, "fewer than 40 civilians had been wounded"),
    ("losses-0006", "up-to", 9, None, None, "up to 9 civilians had been wounded"),
    ("losses-0006", "between", None, 5, 7, "between 5 and 7 civilians had been wounded"),
    ("losses-0006", "between", None, 0, 1, "between 0 and 1 civilians had been wounded"),
    ("losses-0006", "unqualified", 141, 141, 141, "141 civilians had been wounded"),
    ("losses-0006", "unqualified", 1, 1, 1, "1 civilian had been wounded"),
    ("losses-0006", "unqualified", 1, 0, 3, "1 (0 to 3) civilians had been wounded"),
    ("losses-0006", "unqualified", 0, 0, 25, "0 (0 to 25) civilians had been wounded"),
    ("population-0001", "unqualified", 0, None, None, "no people remained"),
    ("population-0001", "unqualified", 1, None, None, "1 person remained"),
    ("displacement-0001", "unqualified", 1, None, None, "1 refugee was"),
    ("displacement-0001", "more-than", 20, None, None, "more than 20 refugees were"),
    ("losses-0007", "unqualified", 0, None, None, "the armed forces of Russia had lost no tanks"),
    ("losses-0007", "unqualified", 1, None, None, "the armed forces of Russia had lost 1 tank"),
    ("losses-0003", "unqualified", 1, None, None, "the armed forces of Russia had lost 1 member"),
    ("losses-0002", "unqualified", 1, None, None,
     "1 member of the armed forces of Russia had been killed"),
    ("territory-0001", "less-than", 5, None, None,
     "the armed forces of Ukraine controlled less than 5 km²"),
    ("territory-0001", "unqualified", 0, None, None,
     "the armed forces of Ukraine controlled 0 km²"),
    ("territory-0002", "unqualified", 1, None, None,
     "the armed forces of Ukraine controlled 1 settlement"),
]  # fmt: skip


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


@pytest.mark.parametrize(
    ("figure_id", "quantifier", "value", "lower", "upper", "clause"), HEDGED_CLAUSES
)
def test_every_hedge_reads_well_before_one_none_and_many(
    publications, figure_id, quantifier, value, lower, upper, clause
):
    publication = publications[figure_id]
    changed = replace(
        publication.figure, quantifier=quantifier, value=value, value_lower=lower, value_upper=upper
    )
    assert (
        statement_of(changed, publication.nature).partition(" that ")[2].startswith(f"{clause} in ")
    )


@pytest.mark.parametrize(
    ("quantifier", "value", "lower", "upper", "text"),
    [
        ("unqualified", None, None, None, "a number that cannot be told"),
        ("unqualified", None, 5000, None, "5,000 km or more"),
        ("unqualified", None, 5000, 7000, "5,000 to 7,000 km"),
        ("between", None, 5000, 7000, "between 5,000 and 7,000 km"),
        ("more-than", 6000, 5000, None, "more than 6,000 km"),
        ("more-than", 6000, None, 7000, "more than 6,000 km"),
        ("less-than", 6000, None, None, "less than 6,000 km"),
        ("unqualified", None, 7000, 7000, "7,000 km"),
        ("more-than", 6000, 5000, 7000, "more than 6,000 km (5,000 to 7,000 km)"),
    ],
)
def test_the_text_of_a_number_includes_the_known_ends_of_its_range(
    quantifier, value, lower, upper, text
):
    assert hedged(quantifier, value, lower, upper, " km") == text
