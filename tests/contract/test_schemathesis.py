"""What schemathesis thinks up from the contract, the application answers as the contract says.

Asked of the sample, so that it stays quick while the ledgers grow: only codes tell its contract
from the one that is committed. ``make test-contract`` asks far more.
"""

import json
import re

import pytest

from api.config import HOME
from tests.contract.schemathesis_long import contract_of
from tests.contract.schemathesis_run import Effort, thought_up

PATHS = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]

# Made by the functions that make those of the losses, and workbooks by those that make the tables:
# a few questions show that they work.
TWINS = re.compile(r"/v1/(datasets/)?(evacuations|displacement|population|territory)\b|.*\.xlsx$")
# A list, what each of its links leads to, and a short way round.
WALKED = (
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
def test_every_answer_keeps_the_contract(client, document, path):
    effort = Effort(examples=15, boundaries=not TWINS.match(path))
    assert thought_up(document, client, effort, (path,)).complaints == []


@pytest.mark.slow
def test_what_is_asked_next_along_a_link_keeps_the_contract(client, document):
    walked = thought_up(document, client, Effort(examples=15, steps=5), WALKED)
    assert walked.complaints == []
    assert walked.links.total() >= 10  # 62 when this was written
