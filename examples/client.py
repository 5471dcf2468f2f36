"""Print claimant, number with hedge, and statement of each figure, page by page."""

import json
import sys
from urllib.request import urlopen

service = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
address = "/v1/population?within=ua-pokrovsk-hromada&sort=claimed_on&limit=10"
while address:
    with urlopen(service + address) as response:
        page = json.load(response)
    for figure in page["data"]:
        print(figure["claimant_name"], figure["text"], figure["statement"], sep="\t")
    address = page["links"]["next"]
