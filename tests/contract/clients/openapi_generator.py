"""Print responses of the service as JSON, read with a client of OpenAPI Generator.

Argument: the URL of the service.
"""

import json
import sys

from openapi_client import ApiClient, Configuration
from openapi_client.api.evacuations_api import EvacuationsApi
from openapi_client.api.history_api import HistoryApi
from openapi_client.api.population_api import PopulationApi
from openapi_client.exceptions import UnprocessableEntityException

client = ApiClient(Configuration(host=sys.argv[1]))
population = PopulationApi(client)
question = {"metric": ["children-remaining", "residents"], "within": ["ua-pokrovsk-hromada"]}


def walk():
    ids, offset, total = [], 0, 1
    while offset < total:
        page = EvacuationsApi(client).list_evacuations(limit=10, offset=offset)
        total = page.meta.total
        ids += [row.id for row in page.data]
        offset += 10
    return {"total": total, "different": len(set(ids))}


def refusal():
    try:
        population.list_population(value_min=5, value_max=1)
    except UnprocessableEntityException as refused:
        return [refused.data.status, refused.data.detail]
    return None


results = {
    "chosen": [row.id for row in population.list_population(**question, sort=["id"]).data],
    "walk": walk(),
    "figure": HistoryApi(client).get_figure("losses-0001").text,
    "refusal": refusal(),
    "lines": len(population.download_population_csv(**question).splitlines()),
}
sys.stdout.write(json.dumps(results))
