"""The path of a journalist: from a search to a statement, a citation, and a table in Excel."""

from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

STATEMENT = (
    "The Head of the Pokrovsk City Military Administration said on 5 March 2025 that more than "
    "3,000 people remained in Pokrovsk on 5 March 2025 (360ua.news, 5 March 2025)."
)
FIGURE = {
    "claimant_name": "Head of the Pokrovsk City Military Administration",
    "text": "more than 3,000",
    "quantifier": "more-than",
    "value": 3000,
    "place_name": "Pokrovsk",
    "statement": STATEMENT,
}


@pytest.fixture
def no_errors(console, hosts, base_url):
    """Check after the test that the console is empty and no other host got a request."""
    yield
    assert console == []
    assert hosts - {""} == {urlsplit(base_url).netloc}


@pytest.fixture
def series_page(page, no_errors):
    """The series of the head of the city, opened from the front page."""
    page.goto("/")
    page.get_by_role("searchbox").fill("pokrovsk residents")
    page.get_by_role("button", name="Search").click()
    results = page.get_by_role("listitem").filter(
        has_text="Head of the Pokrovsk City Military Administration"
    )
    results.get_by_role("link", name="How many people remained in Pokrovsk", exact=True).click()
    return page


def test_a_search_leads_to_a_citation(series_page, base_url):
    page = series_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator(".statement a")).to_have_text(STATEMENT)
    assert images_loaded(page) == [True]
    expect(page.get_by_role("region", name="Other claimants")).to_contain_text(
        "The Associated Press said on 20 August 2024 that 53,000 people remained in Pokrovsk"
    )

    page.get_by_role("link", name=STATEMENT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("More than 3,000 remaining residents")
    expect(description_of(page, "Claimant")).to_have_text(f"{FIGURE['claimant_name']} (own claim)")
    expect(description_of(page, "Certainty")).to_contain_text("more-than (")
    assert images_loaded(page) == [True]

    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied citation")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    text, _, address = copied.rpartition(", ")
    assert text.startswith(f"{STATEMENT} Reported Figures, release ")
    assert address == f"{base_url}/v1/figures/population-0022?revision=1"
    pinned = page.request.get(address).json()
    assert {name: pinned[name] for name in FIGURE} == FIGURE


def test_the_pinned_address_is_a_link(series_page):
    page = series_page
    page.get_by_role("link", name=STATEMENT).click()
    with page.expect_response("**/v1/figures/population-0022?revision=1") as response:
        description_of(page, "Permanent URL").get_by_role("link").click()
    assert response.value.json()["statement"] == STATEMENT


def test_the_series_opens_in_excel(series_page, tmp_path):
    with series_page.expect_download() as download:
        series_page.get_by_role("link", name="Excel", exact=True).click()
    download.value.save_as(tmp_path / "figures.xlsx")
    book = openpyxl.load_workbook(tmp_path / "figures.xlsx")
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert header[:5] == ("id", "revision", "change", "dataset", "statement")
    records = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["id"], row["text"], row["value"]) for row in records] == [
        ("population-0022", "more than 3,000", 3000),
        ("population-0020", "about 7,000", 7000),
        ("population-0009", "59,000", 59000),
    ]
    assert {name: records[0][name] for name in FIGURE} == FIGURE
    assert book.sheetnames[1] == "about"


def description_of(page, term):
    """The description that follows a term in a description list."""
    return page.locator("dt", has_text=term).locator("+ dd")


def images_loaded(page):
    """For each image on the page, whether it was loaded."""
    page.wait_for_load_state("networkidle")
    return page.evaluate(
        "[...document.images].map((image) => image.complete && image.naturalWidth > 0)"
    )
