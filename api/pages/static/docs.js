// Opens Swagger UI on the contract.

// A multi-select that was touched and emptied holds an empty list, or only the `--` above its codes.
// Swagger UI would then do nothing when Execute is pressed: make it a parameter that was not given.
const untouched = {
  statePlugins: {
    spec: {
      wrapActions: {
        changeParamByIdentity: (change) => (path, parameter, value, ...rest) => {
          const chosen = Array.isArray(value) ? value.filter((code) => code !== "") : value;
          const none = Array.isArray(chosen) && chosen.length === 0;
          return change(path, parameter, none ? null : chosen, ...rest);
        },
      },
    },
  },
};

// Lines of JSON are no JSON: show them as the text they are.
const linesAsText = ({ React }) => ({
  wrapComponents: {
    responseBody: (Original) => (properties) => {
      const lines = properties.contentType?.startsWith("application/x-ndjson");
      return React.createElement(Original, lines ? { ...properties, contentType: "text/plain" } : properties);
    },
  },
});

// A drop-down that was put back to `--` sends `history=`, which would be refused: leave it out.
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
  plugins: [untouched, linesAsText, plainPaths, namedCodes, readProblems],
});
