"""Swagger UI in a browser, as a first-time user operates it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

STATEMENT = "The Government of Ukraine said on 20 August 2024 that more than 600,000 members of"


@pytest.fixture
def open_operation(page):
    """Return a function that opens an operation by its id."""

    def open_operation(operation):
        page.goto("/docs")
        block = page.locator(f"[id$='-{operation}']")
        block.locator(".opblock-summary-control").click()
        return block

    return open_operation


def test_execute_alone_shows_the_example_figure(open_operation, console, hosts, base_url):
    losses = open_operation("list_losses")
    execute(losses)
    expect(response_of(losses)).to_contain_text(f'"statement": "{STATEMENT}')
    assert console == []
    assert hosts - {""} == {urlsplit(base_url).netloc}


def test_a_table_is_shown_and_can_be_downloaded(open_operation, page):
    table = open_operation("download_losses_csv")
    execute(table)
    expect(response_of(table)).to_contain_text("id,revision,change,dataset,statement")
    expect(response_of(table)).to_contain_text(STATEMENT)
    with page.expect_download() as download:
        table.get_by_text("Download", exact=True).click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("id,revision,change,dataset,statement,")
    assert STATEMENT in saved


def test_ndjson_is_shown_as_text(open_operation):
    lines = open_operation("download_losses_ndjson")
    execute(lines)
    expect(response_of(lines)).to_contain_text('{"id":"')
    expect(response_of(lines)).not_to_contain_text("can't parse")


def test_another_code_can_be_chosen(open_operation):
    losses = open_operation("list_losses")
    field(losses, "claimant", "input").first.fill("ua-president")
    execute(losses)
    expect(response_of(losses)).to_contain_text("President of Ukraine said on 8 December 2024")
    expect(response_of(losses)).not_to_contain_text(STATEMENT)


@pytest.mark.parametrize(
    ("parameter", "choices", "address"),
    [
        ("quantifier", ["more-than", []], "?metric=killed-or-wounded&claimant=ua-government"),
        ("quantifier", [""], "?metric=killed-or-wounded&claimant=ua-government"),
        ("metric", [[]], "?claimant=ua-government"),
        ("history", ["true", ""], "?metric=killed-or-wounded&claimant=ua-government"),
    ],
    ids=["chosen-and-cleared", "only-the-dashes", "example-cleared", "reset"],
)
def test_a_cleared_choice_is_not_sent(open_operation, base_url, parameter, choices, address):
    losses = open_operation("list_losses")
    for choice in choices:
        field(losses, parameter, "select").select_option(choice)
    execute(losses)
    expect(losses.locator(".request-url pre")).to_have_text(
        f"{base_url}/v1/losses{address}&limit=100&offset=0"
    )


def test_an_invalid_number_is_marked_before_it_is_sent(open_operation):
    losses = open_operation("list_losses")
    field(losses, "value_min", "input").fill("-1")
    execute(losses)
    expect(field(losses, "value_min", "input")).to_have_attribute(
        "title", "Value must be greater than or equal to 0"
    )


def field(block, parameter, kind):
    return block.locator(f"tr[data-param-name={parameter}] {kind}")


def execute(block):
    block.get_by_role("button", name="Execute").click()


def response_of(block):
    return block.locator(".live-responses-table tbody .response-col_description").first
