"""Accessibility of the pages: axe-core, keyboard, narrow screens, and without JavaScript."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.external_programs import program

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"

# Records the element that has the focus. Returns its HTML if its outline is not visible.
FOCUSED = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  window.reached = (window.reached || new Set()).add(focused);
  const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return visible ? "" : focused.outerHTML;
}"""
# What can have the focus: all that is visible, which the content of a closed details is not.
STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input, select, summary, [tabindex='0']"
)].filter((element) => element.checkVisibility())"""
# A date has a field each for day, month and year, and a button.
COUNT_OF_STOPS = f"""() => ({STOPS})().reduce(
  (sum, element) => sum + (element.type === "date" ? 4 : 1), 0
)"""
NOT_REACHED = f"""() => ({STOPS})()
  .filter((element) => !window.reached.has(element)).map((element) => element.outerHTML)"""
# Elements that scroll sideways and cannot have the focus.
SCROLLABLE = """() => [...document.querySelectorAll("*")].filter((element) =>
  element !== document.scrollingElement && element.scrollWidth > element.clientWidth + 1
  && ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.tabIndex < 0
).map((element) => element.outerHTML)"""


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, which checks a page against the rules of WCAG."""
    if not AXE.exists():
        subprocess.run([program("npm"), "ci", "--silent"], cwd=HERE, check=True)
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def violations(page, axe):
    """Return a function that runs axe-core on the open page: (impact, rule, selector) of each."""

    def violations(impacts, within="html"):
        page.evaluate(axe)
        rules = page.evaluate("(part) => axe.run(part)", within)["violations"]
        return [
            (rule["impact"], rule["id"], node["target"])
            for rule in rules
            if rule["impact"] in impacts
            for node in rule["nodes"]
        ]

    return violations


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_reports_no_violation_in_light_or_dark(page, violations, address):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert violations({"moderate", "serious", "critical"}) == []


@pytest.mark.parametrize(
    ("operation", "within"),
    [("list_losses", "html"), ("cite_losses", ".is-open"), ("follow_changes", ".is-open")],
)
def test_axe_reports_no_serious_violation_in_swagger_ui(page, violations, operation, within):
    page.goto("/docs")
    block = page.locator(f"[id$='-{operation}']")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert violations({"serious", "critical"}, within) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_tab_reaches_every_link_and_field_with_a_visible_outline(page, address):
    page.goto(address)
    invisible = []
    for _ in range(page.evaluate(COUNT_OF_STOPS)):
        page.keyboard.press("Tab")
        invisible += filter(None, [page.evaluate(FOCUSED)])
    assert (invisible, page.evaluate(NOT_REACHED)) == ([], [])


def test_the_first_link_skips_to_the_content(page):
    page.goto(PAGES["figure"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy statement")).to_be_focused()


def test_enter_submits_the_search(page, base_url):
    page.goto("/")
    page.get_by_role("searchbox").press_sequentially("refugees")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/search?q=refugees")
    expect(page.get_by_role("searchbox")).to_have_value("refugees")


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_narrow_screen_does_not_scroll_sideways(page, address):
    page.goto(address)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(SCROLLABLE) == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_without_javascript_only_the_copy_buttons_are_missing(page, browser, base_url, address):
    page.goto(address)
    page.evaluate("document.querySelectorAll('.copy button').forEach((button) => button.remove())")
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    assert plain.locator("main").inner_text().split() == page.locator("main").inner_text().split()
    assert plain.locator(".copy button").count() == 0
    context.close()


def test_swagger_ui_says_that_it_needs_javascript(browser, base_url):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/docs")
    assert "This page needs JavaScript." in plain.locator("body").inner_text()
    context.close()
