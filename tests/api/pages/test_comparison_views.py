"""The page of a comparison: a dated table that can be sorted, with what can both be true."""

import re

QUESTION = "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"


def rows_of(client, address: str) -> list[list[str]]:
    """The cells of each row of the table, as text."""
    body = client.get(address).text.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_each_claimant_has_a_row_with_its_number_period_day_and_source(curated_client):
    rows = rows_of(curated_client, f"/compare?{QUESTION}&on=2024-08-20")
    assert [
        "Associated Press",
        "53,000",
        "around 19 August 2024",
        "Claimed on 20 August 2024unnamed outlet",
    ] in [[re.sub(r" \(.*", "", row[0]), *row[1:4]] for row in rows]
    assert [row[4] for row in rows].count("The newest claim") == 1


def test_the_table_is_sorted_by_a_column_and_back(curated_client):
    highest_first = rows_of(curated_client, f"/compare?{QUESTION}&on=2024-08-20")
    lowest_first = rows_of(curated_client, f"/compare?{QUESTION}&on=2024-08-20&sort=value")
    assert [row[1] for row in lowest_first] == [row[1] for row in reversed(highest_first)]
    page = curated_client.get(f"/compare?{QUESTION}&on=2024-08-20").text
    assert 'aria-sort="descending"><a href="/compare?metric=remaining-residents&amp;' in page
    assert "&amp;on=2024-08-20&amp;sort=value" in page


def test_a_question_without_a_figure_says_so(client):
    page = client.get("/compare?metric=killed&subject=civilians&place=na").text
    assert "No claimant has a figure of a period that ended by then." in page


def test_the_claims_are_those_until_the_day(client):
    question = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
    rows = rows_of(client, f"/compare?{question}&on=2024-09-07")
    assert [row[:2] for row in rows] == [["General Staff of Ukraine (adverse claim)", "623,990"]]
