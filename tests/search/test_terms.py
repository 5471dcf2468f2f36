"""A text becomes the terms by which names are indexed."""

import pytest

from datasets.search.terms import Term, term_texts, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Russia's defence ministry", "russia defenc ministri"),
        ("Russian defense ministry", "russia defenc ministri"),
        ("Minister of Defence of the Russian Federation", "ministri defenc russia feder"),
        ("how many people remain in Pokrovsk", "peopl remain pokrovsk"),
        ("the soldiers' families", "arm forc famili"),
        ("IDPs", "internal displac"),
        ("internally displaced people", "internal displac peopl"),
        ("Sudanese", "sudan"),
        ("evacuations, evacuated, evacuating", "evacu"),
        ("Côte d'Ivoire", "cote divoir"),
        ("Khan Yunis’ and Rafah", "khan yuni rafah"),
        ("Покровськ", "покровськ"),
        ("العربية", "العربية"),
        ("WHO in Gaza", "who gaza"),
        ("WHO SAID SO", ""),
        ("who was killed", "kill"),
        ("", ""),
        ("...", ""),
    ],
)
def test_a_text_has_the_terms_that_names_have(text, terms):
    assert " ".join(term.text for term in terms_of(text)) == terms


def test_a_word_before_tells_which_column_the_next_is_about():
    assert terms_of("refugees from Sudan in Chad") == (
        Term("refuge", "refugees"),
        Term("sudan", "sudan", "subject"),
        Term("chad", "chad", "place"),
    )


def test_who_says_something_is_the_claimant():
    assert terms_of("Russia says Ukrainian losses") == (
        Term("russia", "russia", "claimant"),
        Term("ukrain", "ukrainian", "subject"),
        Term("loss", "losses"),
    )


def test_a_term_that_occurs_twice_is_one():
    assert terms_of("deaths and death") == (Term("death", "deaths"),)


def test_a_synonym_may_be_several_terms():
    assert term_texts("British troops") == {"unit", "kingdom", "arm", "forc"}
