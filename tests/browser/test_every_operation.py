"""Every operation answers when Execute is pressed and nothing else is done."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from api.config import HOME

pytestmark = pytest.mark.slow

CONTRACT = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))
# The operations of every dataset are made alike: of the others only the list is tried.
ALIKE = [f"download_{name}" for name in ("displacement", "evacuations", "population", "territory")]
OPERATIONS = [
    path["get"]
    for path in CONTRACT["paths"].values()
    if not path["get"]["operationId"].startswith(tuple(ALIKE))
]
TAGS = sorted({operation["tags"][0] for operation in OPERATIONS})
# What can neither be shown as text nor drawn is offered as a file.
FILES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
    "application/zip",
}
PATIENCE = 20_000  # milliseconds


@pytest.mark.parametrize("tag", TAGS)
def test_every_operation_answers_when_execute_is_pressed(page, complaints, hosts, base_url, tag):
    page.goto("/docs")
    for operation in (one for one in OPERATIONS if one["tags"] == [tag]):
        block = page.locator(f"[id$='-{operation['operationId']}']")
        summary = block.locator(".opblock-summary-control")
        summary.click()
        block.get_by_role("button", name="Execute").click()
        answer = block.locator(".live-responses-table tbody")
        expect(answer.locator(".response-col_status").first).to_contain_text(
            "200", timeout=PATIENCE
        )
        if FILES & set(operation["responses"]["200"]["content"]):
            expect(answer.get_by_role("link", name="Download file")).to_be_visible()
        summary.click()
    assert complaints == []
    assert hosts - {""} == {urlsplit(base_url).netloc}
