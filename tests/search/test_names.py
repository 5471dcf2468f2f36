"""Names are found by their terms: whole names, parts of names, and places within others."""

import pytest

from datasets.search.interpretation import interpret
from datasets.search.names import NamedRow, name_index

INDEX = name_index(
    [
        NamedRow(("metrics", "killed"), ("killed", "deaths", "death toll")),
        NamedRow(("metrics", "killed-or-wounded"), ("killed or wounded", "casualties")),
        NamedRow(("places", "sd"), ("Sudan",), (("conflicts", "sudan"),)),
        NamedRow(("places", "ss"), ("South Sudan",)),
        NamedRow(("places", "sd-el-fasher"), ("El Fasher", "Al Fashir"), (("places", "sd"),)),
        NamedRow(("places", "ml"), ("Mali",), (("conflicts", "sahel"),)),
        NamedRow(("actors", "hamas"), ("Hamas",)),
        NamedRow(("places", "bs"), ("Bahamas",)),
        NamedRow(("conflicts", "sudan"), ("War in Sudan", "Sudan")),
        NamedRow(("conflicts", "sahel"), ("Insurgency in the Sahel", "Sahel")),
    ]
)


@pytest.mark.parametrize(
    ("terms", "shares"),
    [
        (["kill"], {("metrics", "killed"): 1, ("metrics", "killed-or-wounded"): 1 / 2}),
        (["hama"], {("actors", "hamas"): 1}),
        (
            ["sudan"],
            {("places", "sd"): 1, ("places", "ss"): 1 / 2, ("places", "sd-el-fasher"): 0.3},
        ),
        (["sahel"], {("conflicts", "sahel"): 1, ("places", "ml"): 0.3}),
        (["nobodi"], {}),
    ],
)
def test_the_share_of_a_name_tells_how_much_of_it_is_meant(terms, shares):
    [term] = terms
    assert {key: of_key[term] for key, of_key in INDEX.shares(terms).items()} == shares


def test_two_terms_of_a_name_count_more_than_one():
    assert INDEX.shares(["south", "sudan"])["places", "ss"] == {"south": 1, "sudan": 1}


@pytest.mark.parametrize(
    ("word", "known"),
    [("suda", "sudan"), ("fahser", "fasher"), ("fashur", "fasher"), ("hamass", "hamas"),
     ("casualtys", "casualties"), ("xyzzy", None), ("sdn", None), ("wou", None)],
)  # fmt: skip
def test_a_word_is_taken_for_a_longer_or_a_similar_one(word, known):
    assert INDEX.known_word(word) == known


def test_an_interpretation_tells_what_was_taken_for_what():
    meant = interpret(INDEX, "Sudann deaths by zyx in May 2024, 1,000")
    assert [term.text for term in meant.terms] == ["sudan", "death"]
    assert (meant.corrected, meant.unmatched) == ({"sudann": "sudan"}, ("zyx",))
    assert meant.conditions == ("1,000", "May 2024")
