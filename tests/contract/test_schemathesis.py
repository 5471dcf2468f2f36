"""Every response to a request that schemathesis generates conforms to the contract.

These tests use the sample, so that they stay fast while the ledgers grow: its contract has other
codes and is otherwise the committed one. ``make test-contract`` runs many more requests.
"""

import json
import re

import pytest

from api.config import HOME
from tests.contract.schemathesis_long import contract_of
from tests.contract.schemathesis_run import Effort, run_schemathesis

PATHS = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]

# The same code as for losses, and for the other file formats: a few requests are enough.
SAME_CODE = re.compile(
    r"/v1/(datasets/)?(evacuations|displacement|population|territory)\b|.*\.xlsx$"
)
# A list, the targets of its links, and theirs.
LINKED_PATHS = (
    "/v1/losses",
    "/v1/figures/{figure_id}",
    "/v1/figures/{figure_id}/revisions",
    "/v1/figures/{figure_id}/citation",
    "/v1/datasets",
    "/v1/datasets/{dataset}",
    "/v1/datasets/{dataset}/series",
)


@pytest.fixture(scope="session")
def document(client, tmp_path_factory):
    """The contract of the sample."""
    return contract_of(client, tmp_path_factory.mktemp("contract"))


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_response_conforms_to_the_contract(client, document, path):
    effort = Effort(examples=15, boundaries=not SAME_CODE.match(path))
    assert run_schemathesis(document, client, effort, (path,)).failures == []


@pytest.mark.slow
def test_the_targets_of_links_conform_to_the_contract(client, document):
    outcome = run_schemathesis(document, client, Effort(examples=15, steps=5), LINKED_PATHS)
    assert outcome.failures == []
    assert outcome.links.total() >= 10  # 62 at the time of writing
