// Starts Swagger UI with the contract.

// Plugin: removes the value of a multi-select that the user cleared. It holds an empty list or only
// the `--` option; with such a value, Swagger UI does nothing when Execute is pressed.
const clearEmptySelections = {
  statePlugins: {
    spec: {
      wrapActions: {
        changeParamByIdentity: (change) => (path, parameter, value, ...rest) => {
          const chosen = Array.isArray(value) ? value.filter((code) => code !== "") : value;
          const empty = Array.isArray(chosen) && chosen.length === 0;
          return change(path, parameter, empty ? null : chosen, ...rest);
        },
      },
    },
  },
};

// Plugin: shows newline-delimited JSON as text, because Swagger UI cannot parse it as JSON.
const ndjsonAsText = ({ React }) => ({
  wrapComponents: {
    responseBody: (Original) => (properties) => {
      const isNdjson = properties.contentType?.startsWith("application/x-ndjson");
      return React.createElement(Original, isNdjson ? { ...properties, contentType: "text/plain" } : properties);
    },
  },
});

// A drop-down that the user reset to `--` sends `history=`, which the API would refuse.
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
  plugins: [clearEmptySelections, ndjsonAsText, plainPaths, codeLabels, problemDetails],
});
