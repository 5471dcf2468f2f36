"""Swagger UI in a browser: what somebody who never saw an API does there."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

STATEMENT = "Government of Ukraine, 20 August 2024: more than 600,000 killed or wounded"


@pytest.fixture
def opened(page):
    """Open an operation by its id."""

    def opened(operation):
        page.goto("/docs")
        block = page.locator(f"[id$='-{operation}']")
        block.locator(".opblock-summary-control").click()
        return block

    return opened


def test_execute_alone_finds_the_figure_of_the_article(opened, complaints, hosts, base_url):
    losses = opened("list_losses")
    execute(losses)
    expect(answer(losses)).to_contain_text(f'"statement": "{STATEMENT}')
    assert complaints == []
    assert hosts - {""} == {urlsplit(base_url).netloc}


def test_a_table_is_shown_and_can_be_downloaded(opened, page):
    table = opened("download_losses_csv")
    execute(table)
    expect(answer(table)).to_contain_text("id,revision,change,dataset,statement")
    expect(answer(table)).to_contain_text(STATEMENT)
    with page.expect_download() as download:
        table.get_by_text("Download", exact=True).click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("id,revision,change,dataset,statement,")
    assert STATEMENT in saved


def test_lines_are_shown_as_they_are(opened):
    lines = opened("download_losses_ndjson")
    execute(lines)
    expect(answer(lines)).to_contain_text('{"id":"')
    expect(answer(lines)).not_to_contain_text("can't parse")


def test_another_code_can_be_chosen(opened):
    losses = opened("list_losses")
    field(losses, "claimant", "select").select_option("ua-president")
    execute(losses)
    expect(answer(losses)).to_contain_text("President of Ukraine, 8 December 2024")
    expect(answer(losses)).not_to_contain_text(STATEMENT)


@pytest.mark.parametrize(
    ("parameter", "choices", "address"),
    [
        ("subject", ["ru-armed-forces", []], "?metric=killed-or-wounded&claimant=ua-government"),
        ("subject", [""], "?metric=killed-or-wounded&claimant=ua-government"),
        ("metric", [[]], "?claimant=ua-government"),
        ("history", ["true", ""], "?metric=killed-or-wounded&claimant=ua-government"),
    ],
    ids=["chosen-and-emptied", "only-the-dashes", "example-emptied", "put-back"],
)
def test_a_choice_that_is_taken_back_is_not_asked_for(
    opened, base_url, parameter, choices, address
):
    losses = opened("list_losses")
    for choice in choices:
        field(losses, parameter, "select").select_option(choice)
    execute(losses)
    expect(losses.locator(".request-url pre")).to_have_text(
        f"{base_url}/v1/losses{address}&limit=100&offset=0"
    )


def test_a_number_that_cannot_be_is_marked_before_it_is_sent(opened):
    losses = opened("list_losses")
    field(losses, "value_min", "input").fill("-1")
    execute(losses)
    expect(field(losses, "value_min", "input")).to_have_attribute(
        "title", "Value must be greater than or equal to 0"
    )


def field(block, parameter, kind):
    return block.locator(f"tr[data-param-name={parameter}] {kind}")


def execute(block):
    block.get_by_role("button", name="Execute").click()


def answer(block):
    return block.locator(".live-responses-table tbody .response-col_description").first
