"""Look-up of codes by name."""

import pytest

from datasets.curation.codes import AmbiguousCodeError, CodeError, code_of, rows_of_table


@pytest.fixture(scope="session")
def rows(sample):
    def rows_of(table):
        return rows_of_table((sample / "reference" / f"{table}.csv").read_bytes())

    return rows_of


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        ("actors", "ua-government", "ua-government"),
        ("actors", " UA-Government ", "ua-government"),
        ("actors", "Government of Ukraine", "ua-government"),
        ("actors", "kyiv", "ua-government"),
        ("actors", "KIEV", "ua-government"),
        ("actors", "вс рф", "ru-armed-forces"),
        ("actors", "un refugee agency", "unhcr"),
        ("actors", "q40469", "ap"),
        ("places", "Pokrovsk", "ua-pokrovsk"),
        ("places", "покровськ", "ua-pokrovsk"),
        ("places", "UA", "ua"),
        ("places", "ukr", "ua"),
        ("places", "UA14", "ua-donetsk"),
        ("places", "ru-krs", "ru-kursk"),
        ("metrics", "tanks lost", "tanks-lost"),
        ("metrics", "Tank lost", "tanks-lost"),
        ("metrics", "deaths", "killed"),
        ("metrics", "injured", "wounded"),
        ("sources", "https://example.org/uk-2024-10-01", "uk-2024-10-01"),
        ("sources", "https://example.org/uk-2024-10-01/", "uk-2024-10-01"),
    ],
)
def test_every_name_of_a_row_leads_to_its_code(rows, table, text, code):
    assert code_of(table, rows(table), text) == code


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("actors", "gov of Ukraine", "'gov of Ukraine' is not in actors.csv; the nearest are "
         "ua-government (Government of Ukraine)"),
        ("places", "donetsk", "'donetsk' is not in places.csv; the nearest are ua-donetsk "
         "(Donetsk Oblast)"),
        ("places", "Pokrovk", "'Pokrovk' is not in places.csv; the nearest are ua-pokrovsk "
         "(Pokrovsk)"),
        ("metrics", "xyz", "'xyz' is not in metrics.csv"),
        ("metrics", "", "'' is not in metrics.csv"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest(rows, table, text, message):
    with pytest.raises(CodeError) as error:
        code_of(table, rows(table), text)
    assert str(error.value) == message


def test_a_name_of_several_rows_is_refused_with_all_of_them(rows):
    places = [
        {**row, "aka": "Pokrovska"} if row["level"].startswith(("adm3", "adm4")) else row
        for row in rows("places")
    ]
    with pytest.raises(AmbiguousCodeError) as error:
        code_of("places", places, "POKROVSKA")
    assert str(error.value) == (
        "'POKROVSKA' names several places: ua-pokrovsk (Pokrovsk), ua-pokrovsk-hromada "
        "(Pokrovsk Urban Hromada)"
    )
