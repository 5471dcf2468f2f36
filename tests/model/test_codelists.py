from datasets.model.codelists import CHANGES, QUANTIFIERS, meaning_of


def test_a_code_is_told_in_words_whether_its_list_says_more_or_not():
    assert meaning_of(CHANGES["new"]) == "the first row of a figure"
    assert meaning_of(QUANTIFIERS["up-to"]) == "up to, as many as, at most"
