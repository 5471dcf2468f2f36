"""Help in Swagger UI: names of codes, explained problems, and deep links."""

import re

import pytest
from playwright.sync_api import expect

from api.config import HOME

pytestmark = pytest.mark.slow

DESCRIPTION = (HOME / "openapi" / "description.md").read_text(encoding="utf-8")
DEEP_LINKS = re.findall(r"\(#/([^)]+)\)", DESCRIPTION)


def test_a_drop_down_shows_the_name_of_each_code(page):
    losses = open_operation(page, "list_losses")
    options = losses.locator("tr[data-param-name=verification] option").all_inner_texts()
    assert options == [
        "--",
        "disputed – the source says that the number is disputed",
        "unstated – the source does not mention verification",
        "unverified – the source says that the number is not verified",
        "verified – the source says that the number was verified",
    ]


def test_a_code_is_sent_without_its_name(page, base_url):
    comparison = open_operation(page, "compare")
    comparison.locator("tr[data-param-name=metric] select").select_option("killed")
    execute(comparison)
    address = comparison.locator(".request-url pre")
    expect(address).to_contain_text(f"{base_url}/v1/comparisons?metric=killed&subject=ua-residents")


def test_a_problem_is_explained_and_leads_to_the_parameter(page):
    arithmetic = open_operation(page, "aggregate")
    arithmetic.locator("tr[data-param-name=op] select").select_option("sum")
    execute(arithmetic)
    problem = arithmetic.locator("section.problem")
    expect(problem.locator("h4")).to_have_text("Overlapping periods")
    expect(problem.locator("p").first).to_have_text(
        "losses-0044 (2022-02-24/2024-09-07) and losses-0045 (2022-02-24/2024-09-08) overlap: the "
        "same days would be counted twice."
    )
    expect(problem.locator("a").first).to_have_attribute(
        "href", "/v1/aggregates?op=difference&figure=losses-0044,losses-0045"
    )
    expect(problem.locator("a").last).to_have_attribute("href", "/problems/overlapping-periods")
    problem.get_by_role("button", name="Go to figure").click()
    expect(arithmetic.locator("tr[data-param-name=figure] input").first).to_be_focused()


def test_a_success_shows_no_problem(page):
    losses = open_operation(page, "list_losses")
    execute(losses)
    expect(losses.locator(".live-responses-table .response-col_status").last).to_have_text("200")
    expect(losses.locator("section.problem")).to_have_count(0)


def test_the_description_has_five_deep_links():
    assert len(DEEP_LINKS) == 5


@pytest.mark.parametrize("link", DEEP_LINKS)
def test_a_deep_link_opens_its_operation(page, link):
    page.goto(f"/docs#/{link}")
    operation = page.locator(f"[id$='-{link.rpartition('/')[2]}']")
    expect(operation.get_by_role("button", name="Execute")).to_be_visible()


def open_operation(page, operation):
    page.goto("/docs")
    block = page.locator(f"[id$='-{operation}']")
    block.locator(".opblock-summary-control").click()
    return block


def execute(block):
    block.get_by_role("button", name="Execute").click()
