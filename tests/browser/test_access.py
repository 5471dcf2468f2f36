"""Everybody can use the pages: judged by axe-core, by keyboard, narrow, and without scripts."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.external_programs import program

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"

# Where the focus is, how many have had it, and whether it can be seen.
FOCUSED = """() => {
  const there = document.activeElement;
  const style = getComputedStyle(there);
  window.reached = (window.reached || new Set()).add(there);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return drawn ? "" : there.outerHTML;
}"""
NOT_REACHED = """() => [...document.querySelectorAll("a[href], button, input, [tabindex='0']")]
  .filter((one) => !window.reached.has(one)).map((one) => one.outerHTML)"""
SCROLLABLE = """() => [...document.querySelectorAll("*")].filter((one) =>
  one !== document.scrollingElement && one.scrollWidth > one.clientWidth + 1
  && ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.tabIndex < 0
).map((one) => one.outerHTML)"""


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, which judges a page by the rules of WCAG."""
    if not AXE.exists():
        subprocess.run([program("npm"), "ci", "--silent"], cwd=HERE, check=True)
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def violations(page, axe):
    """What axe-core finds on the page that is open: (impact, rule, selector)."""

    def violations(impacts, within="html"):
        page.evaluate(axe)
        found = page.evaluate("(part) => axe.run(part)", within)["violations"]
        return [
            (rule["impact"], rule["id"], node["target"])
            for rule in found
            if rule["impact"] in impacts
            for node in rule["nodes"]
        ]

    return violations


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_serious_in_light_or_dark(page, violations, address):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert violations({"moderate", "serious", "critical"}) == []


@pytest.mark.parametrize(
    ("operation", "within"),
    [("list_losses", "html"), ("cite_losses", ".is-open"), ("follow_changes", ".is-open")],
)
def test_axe_finds_nothing_serious_in_swagger_ui(page, violations, operation, within):
    page.goto("/docs")
    block = page.locator(f"[id$='-{operation}']")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert violations({"serious", "critical"}, within) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_link_and_field_is_reached_by_tab_and_is_seen_to_be(page, address):
    page.goto(address)
    stops = page.locator("a[href], button, input, [tabindex='0']").count()
    unseen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        unseen += filter(None, [page.evaluate(FOCUSED)])
    assert (unseen, page.evaluate(NOT_REACHED)) == ([], [])


def test_the_first_stop_skips_to_the_content(page):
    page.goto(PAGES["figure"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy statement")).to_be_focused()


def test_enter_searches(page, base_url):
    page.goto("/")
    page.get_by_role("searchbox").press_sequentially("refugees")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/search?q=refugees")
    expect(page.get_by_role("searchbox")).to_have_value("refugees")


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_narrow_screen_scrolls_down_only(page, address):
    page.goto(address)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(SCROLLABLE) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_without_scripts_everything_is_there_but_the_copy_buttons(page, browser, base_url, address):
    page.goto(address)
    page.evaluate("document.querySelectorAll('.copy button').forEach((one) => one.remove())")
    without = browser.new_context(base_url=base_url, java_script_enabled=False)
    plain = without.new_page()
    plain.goto(address)
    assert plain.locator("main").inner_text().split() == page.locator("main").inner_text().split()
    assert plain.locator(".copy button").count() == 0
    without.close()


def test_swagger_ui_says_that_it_needs_scripts(browser, base_url):
    without = browser.new_context(base_url=base_url, java_script_enabled=False)
    plain = without.new_page()
    plain.goto("/docs")
    assert "This page needs JavaScript." in plain.locator("body").inner_text()
    without.close()
