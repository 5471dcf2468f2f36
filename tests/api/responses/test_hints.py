"""An answer without rows says what would answer, and a window in time where totals end later."""

import pytest


def hints_of(client, address):
    """The hints of an answer; every alternative has a row."""
    meta = client.get(address).json["meta"]
    hints = [(hint["parameter"], hint["detail"], hint["alternatives"]) for hint in meta["hints"]]
    answers = {url: client.get(url).json for _, _, urls in hints for url in urls}
    assert [
        url for url, answer in answers.items() if not (answer.get("data") or answer["claims"])
    ] == []
    return hints


@pytest.mark.parametrize(
    ("address", "hints"),
    [
        (
            "/v1/losses?metric=tanks-lost&claimant=uk-defence-intelligence",
            [
                ("claimant", "Without claimant=uk-defence-intelligence, 1 figure matches.",
                 ["/v1/losses?metric=tanks-lost"]),
                ("metric", "Without metric=tanks-lost, 1 figure matches.",
                 ["/v1/losses?claimant=uk-defence-intelligence"]),
            ],
        ),
        (
            "/v1/population?place=ua-donetsk&metric=remaining-residents&limit=1",
            [
                ("place", "With within=ua-donetsk in place of place=ua-donetsk, 2 figures match.",
                 ["/v1/population?metric=remaining-residents&within=ua-donetsk"]),
                ("place", "Without place=ua-donetsk (Donetsk Oblast), 2 figures match.",
                 ["/v1/population?metric=remaining-residents"]),
            ],
        ),
        (
            "/v1/losses?place=ua-pokrovsk",
            [("place", "No figure of losses is about 'ua-pokrovsk' (Pokrovsk).",
              ["/v1/population?place=ua-pokrovsk", "/v1/places?q=Pokrovsk"])],
        ),
        (
            "/v1/losses?place=ua-pokrovsk&claimed_to=2020-01-01",
            [
                ("place", "No figure of losses is about 'ua-pokrovsk' (Pokrovsk).",
                 ["/v1/population?place=ua-pokrovsk", "/v1/places?q=Pokrovsk"]),
                ("claimed_to", "No figure matches claimed_to=2020-01-01.", []),
            ],
        ),
    ],
)  # fmt: skip
def test_an_empty_list_says_what_would_answer(client, address, hints):
    assert client.get(address).json["data"] == []
    assert hints_of(client, address) == hints


def test_an_answer_with_rows_has_no_hints(client):
    assert "hints" not in client.get("/v1/losses?metric=killed").json["meta"]
    assert "hints" not in client.get("/v1/places?q=pokrovsk").json["meta"]


def test_an_empty_search_says_what_is_spelled_alike(client):
    assert hints_of(client, "/v1/places?q=Pokrovk&limit=5") == [
        ("q", "No name contains 'Pokrovk'; did you mean 'ua-pokrovsk' (Pokrovsk)?",
         ["/v1/places?q=ua-pokrovsk"])
    ]  # fmt: skip
    assert "hints" not in client.get("/v1/places?q=xyzzy").json["meta"]


def test_an_empty_csv_is_its_header_alone(client):
    lines = client.get("/v1/losses.csv?place=ua-pokrovsk").text.splitlines()
    assert len(lines) == 1


@pytest.mark.parametrize("operation", ["series", "comparisons"])
def test_a_question_without_figures_names_codes_that_answer(client, operation):
    question = f"/v1/{operation}?metric=killed&subject=ru-armed-forces"
    assert hints_of(client, f"{question}&place=ru-kursk") == [
        ("place", "With place 'theatre-ru-ua' (Russo-Ukrainian war), 1 figure matches.",
         [f"{question}&place=theatre-ru-ua"]),
        ("metric", "With metric 'tanks-lost', 1 figure matches.",
         [f"/v1/{operation}?subject=ru-armed-forces&place=ru-kursk&metric=tanks-lost"]),
    ]  # fmt: skip


def test_totals_that_end_after_the_window_are_pointed_out(client):
    assert hints_of(client, "/v1/losses?on=2023-01-01") == [
        ("on", "5 of 5 figures are totals up to a day after 2023-01-01. None ends on or before "
         "it.", [])
    ]  # fmt: skip
    assert "hints" not in client.get("/v1/losses?on=2023-01-01&nature=total").json["meta"]
