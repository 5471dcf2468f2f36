// Prints responses of the service as JSON, read with openapi-fetch and types of openapi-typescript.
// Argument: the URL of the service.

import createClient from "openapi-fetch";

/** @type {import("openapi-fetch").Client<import("./schema.js").paths>} */
const client = createClient({ baseUrl: process.argv[2] });

/** @type {{ metric: ("children-remaining" | "residents")[], within: "ua-pokrovsk-hromada"[] }} */
const question = { metric: ["children-remaining", "residents"], within: ["ua-pokrovsk-hromada"] };

async function walk() {
  const ids = new Set();
  let total = 1;
  for (let offset = 0; offset < total; offset += 10) {
    const { data } = await client.GET("/v1/evacuations", { params: { query: { limit: 10, offset } } });
    total = data?.meta.total ?? 0;
    data?.data.forEach((row) => ids.add(row.id));
  }
  return { total, different: ids.size };
}

const chosen = await client.GET("/v1/population", { params: { query: { ...question, sort: ["id"] } } });
const figure = await client.GET("/v1/figures/{figure_id}", {
  params: { path: { figure_id: "losses-0001" } },
});
const refused = await client.GET("/v1/population", {
  params: { query: { value_min: 5, value_max: 1 } },
});
const table = await client.GET("/v1/population.csv", { params: { query: question }, parseAs: "text" });
const problem = refused.error && "status" in refused.error ? refused.error : undefined;

process.stdout.write(
  JSON.stringify({
    chosen: chosen.data?.data.map((row) => row.id),
    walk: await walk(),
    figure: figure.data?.text,
    refusal: [problem?.status, problem?.detail],
    lines: table.data?.trimEnd().split("\r\n").length,
  }),
);
