"""A journalist on deadline: from two words to a statement, a citation, and a table in Excel."""

from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

STATEMENT = (
    "Head of the Pokrovsk City Military Administration, 5 March 2025: more than 3,000 remaining "
    "residents, residents in Ukraine, Pokrovsk, 5 March 2025 (360ua.news, 5 March 2025)"
)
SHOWN = {
    "claimant_name": "Head of the Pokrovsk City Military Administration",
    "text": "more than 3,000",
    "quantifier": "more-than",
    "value": 3000,
    "place_name": "Pokrovsk",
    "statement": STATEMENT,
}


@pytest.fixture
def quiet(complaints, hosts, base_url):
    """Whatever happens, the browser has nothing to complain of and asks nobody else."""
    yield
    assert complaints == []
    assert hosts - {""} == {urlsplit(base_url).netloc}


@pytest.fixture
def series_page(page, quiet):
    """The page of what the head of the city said, found from the front page."""
    page.goto("/")
    page.get_by_role("searchbox").fill("pokrovsk residents")
    page.get_by_role("button", name="Find").click()
    found = page.get_by_role("listitem").filter(
        has_text="Head of the Pokrovsk City Military Administration"
    )
    found.get_by_role(
        "link", name="Remaining residents: residents in Ukraine, Pokrovsk", exact=True
    ).click()
    return page


def test_from_two_words_to_a_citation(series_page, base_url):
    page = series_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator(".statement a")).to_have_text(STATEMENT)
    assert pictures(page) == [True]
    expect(page.get_by_role("region", name="What others say")).to_contain_text(
        "Associated Press, 20 August 2024: 53,000 remaining residents"
    )

    page.get_by_role("link", name=STATEMENT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("More than 3,000 remaining residents")
    expect(explained(page, "Who says it")).to_have_text(f"{SHOWN['claimant_name']} (own claim)")
    expect(explained(page, "How strongly")).to_contain_text("more-than (")
    assert pictures(page) == [True]

    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied citation")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    words, _, address = copied.rpartition(", ")
    assert words.startswith(f"{STATEMENT}. Reported Figures, release ")
    assert address == f"{base_url}/v1/figures/population-0022?revision=1"
    pinned = page.request.get(address).json()
    assert {name: pinned[name] for name in SHOWN} == SHOWN


def test_the_pinned_address_is_a_link(series_page):
    page = series_page
    page.get_by_role("link", name=STATEMENT).click()
    with page.expect_response("**/v1/figures/population-0022?revision=1") as answered:
        explained(page, "Keeps working").get_by_role("link").click()
    assert answered.value.json()["statement"] == STATEMENT


def test_the_series_opens_in_excel(series_page, tmp_path):
    with series_page.expect_download() as download:
        series_page.get_by_role("link", name="Excel", exact=True).click()
    download.value.save_as(tmp_path / "figures.xlsx")
    book = openpyxl.load_workbook(tmp_path / "figures.xlsx")
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert header[:5] == ("id", "revision", "change", "dataset", "statement")
    read = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["id"], row["text"], row["value"]) for row in read] == [
        ("population-0022", "more than 3,000", 3000),
        ("population-0020", "about 7,000", 7000),
        ("population-0009", "59,000", 59000),
    ]
    assert {name: read[0][name] for name in SHOWN} == SHOWN
    assert book.sheetnames[1] == "about"


def explained(page, term):
    """What a page says of one thing: the description after its term."""
    return page.locator("dt", has_text=term).locator("+ dd")


def pictures(page):
    """For each picture on the page, whether it was really drawn."""
    page.wait_for_load_state("networkidle")
    return page.evaluate("[...document.images].map((one) => one.complete && one.naturalWidth > 0)")
