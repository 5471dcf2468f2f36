"""Print responses of the service as JSON, read with a client of openapi-python-client.

Argument: the URL of the service.
"""

import json
import sys

from made_client import Client
from made_client.api.evacuations import list_evacuations
from made_client.api.history import get_figure
from made_client.api.population import download_population_csv, list_population
from made_client.models.download_population_csv_metric_item import DownloadPopulationCsvMetricItem
from made_client.models.list_population_metric_item import ListPopulationMetricItem
from made_client.models.list_population_sort_item import ListPopulationSortItem

METRICS = ["children-remaining", "residents"]
client = Client(base_url=sys.argv[1])


def walk():
    ids, offset, total = [], 0, 1
    while offset < total:
        page = list_evacuations.sync(client=client, limit=10, offset=offset)
        total = page.meta.total
        ids += [row.id for row in page.data]
        offset += 10
    return {"total": total, "different": len(set(ids))}


chosen = list_population.sync(
    client=client,
    metric=[ListPopulationMetricItem(code) for code in METRICS],
    within=["ua-pokrovsk-hromada"],
    sort=[ListPopulationSortItem("id")],
)
refused = list_population.sync(client=client, value_min=5, value_max=1)
table = download_population_csv.sync(
    client=client,
    metric=[DownloadPopulationCsvMetricItem(code) for code in METRICS],
    within=["ua-pokrovsk-hromada"],
)
results = {
    "chosen": [row.id for row in chosen.data],
    "walk": walk(),
    "figure": get_figure.sync("losses-0001", client=client).text,
    "refusal": [refused.status, refused.detail],
    "lines": len(table.splitlines()),
}
sys.stdout.write(json.dumps(results))
