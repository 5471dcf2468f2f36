"""Every operation works in Swagger UI with its example values."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from api.config import HOME

pytestmark = pytest.mark.slow

CONTRACT = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))
# The operations of all datasets are made by the same code: one dataset is tested in full.
SKIPPED = [
    f"download_{name}" for name in ("displacement", "evacuations", "population", "territory")
]
OPERATIONS = [
    path["get"]
    for path in CONTRACT["paths"].values()
    if not path["get"]["operationId"].startswith(tuple(SKIPPED))
]
TAGS = sorted({operation["tags"][0] for operation in OPERATIONS})
# Content types that Swagger UI offers as a download.
DOWNLOADS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
    "application/zip",
}
TIMEOUT_MS = 20_000


@pytest.mark.parametrize("tag", TAGS)
def test_execute_alone_gets_a_response_from_every_operation(page, console, hosts, base_url, tag):
    page.goto("/docs")
    for operation in filter(lambda operation: operation["tags"] == [tag], OPERATIONS):
        block = page.locator(f"[id$='-{operation['operationId']}']")
        summary = block.locator(".opblock-summary-control")
        summary.click()
        block.get_by_role("button", name="Execute").click()
        response = block.locator(".live-responses-table tbody")
        expect(response.locator(".response-col_status").first).to_contain_text(
            "200", timeout=TIMEOUT_MS
        )
        if DOWNLOADS & set(operation["responses"]["200"]["content"]):
            expect(response.get_by_role("link", name="Download file")).to_be_visible()
        summary.click()
    assert console == []
    assert hosts - {""} == {urlsplit(base_url).netloc}
