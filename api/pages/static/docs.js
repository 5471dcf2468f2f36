// Opens Swagger UI on the contract.

// A multi-select that was touched and emptied sends `metric=`, which would be refused: leave it out.
function withoutEmptyParameters(request) {
  const address = new URL(request.url, window.location.href);
  const pairs = address.search.slice(1).split("&").filter((pair) => !pair.endsWith("="));
  address.search = pairs.join("&");
  request.url = address.href;
  return request;
}

window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  filter: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
  requestSnippetsEnabled: true,
  supportedSubmitMethods: ["get", "head"],
  validatorUrl: null,
  requestInterceptor: withoutEmptyParameters,
});
