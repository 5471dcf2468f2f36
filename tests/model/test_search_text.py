import pytest

from datasets.model.search_text import search_key


@pytest.mark.parametrize(
    ("name", "looked_for"),
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
def test_a_name_is_found_without_case_accents_and_marks(name, looked_for):
    assert search_key(name) == looked_for
