from datasets.model.codelists import CHANGES, QUANTIFIERS, meaning_of


def test_every_code_has_a_meaning():
    assert meaning_of(CHANGES["new"]) == "the first row of a figure"
    assert meaning_of(QUANTIFIERS["up-to"]) == "up to, as many as, at most"
