import pytest

from datasets.model.search_text import search_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Türkiye", "turkiye"),
        ("Khan Yunis'", "khan yunis"),
        ("ua-pokrovsk_hromada", "ua pokrovsk hromada"),
        ("Покровськ", "покровськ"),
        ("  Kursk   Oblast ", "kursk oblast"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("--", ""),
        ("Xai-Xai", "xai xai"),
    ],
)
def test_a_search_key_ignores_case_accents_and_marks(name, key):
    assert search_key(name) == key
