// Print claimant, number with hedge, and statement of each figure, page by page.
const service = process.argv[2] ?? "http://127.0.0.1:8000";
let address = "/v1/population?within=ua-pokrovsk-hromada&sort=claimed_on&limit=10";
while (address) {
  const page = await (await fetch(service + address)).json();
  for (const figure of page.data) {
    console.log([figure.claimant_name, figure.text, figure.statement].join("\t"));
  }
  address = page.links.next;
}
