// Swagger UI plugin: explains a problem document above the response, with buttons to its parameters.

const problemDetails = ({ React }) => {
  const element = React.createElement;

  function problemOf(response) {
    const type = response?.getIn?.(["headers", "content-type"]) ?? "";
    return type.startsWith("application/problem+json") ? JSON.parse(response.get("text")) : null;
  }

  // The input of a parameter in the same operation, or undefined.
  function fieldOf(button, parameter) {
    const row = button.closest(".opblock").querySelector(`tr[data-param-name="${CSS.escape(parameter)}"]`);
    return row?.querySelector("select, input, textarea");
  }

  function focusField({ currentTarget }, parameter) {
    const field = fieldOf(currentTarget, parameter);
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  }

  // A parameter that the operation does not have is shown without a button.
  function NamedParameter({ parameter, exists }) {
    const onClick = (event) => focusField(event, parameter);
    return exists
      ? element("button", { type: "button", className: "to-parameter", onClick }, `Go to ${parameter}`)
      : element("code", null, parameter);
  }

  function Problem({ problem, parameterNames }) {
    const errors = problem.errors ?? [];
    const alternatives = problem.alternatives ?? [];
    return element(
      "section",
      { className: "problem", role: "alert" },
      element("h4", null, problem.title),
      element("p", null, problem.detail),
      errors.length > 0 &&
        element("p", null, errors.map(({ parameter }, index) =>
          element(NamedParameter, { key: index, parameter, exists: parameterNames.has(parameter) }))),
      alternatives.length > 0 && element("p", null, "Valid requests:"),
      element("ul", null, alternatives.map((address) =>
        element("li", { key: address }, element("a", { href: address }, address)))),
      element("p", null, element("a", { href: problem.type }, "About this problem")),
    );
  }

  return {
    wrapComponents: {
      liveResponse: (Original, { specSelectors }) => (properties) => {
        const problem = problemOf(properties.response);
        const { path, method } = properties;
        const parameters = specSelectors.specResolvedSubtree(["paths", path, method, "parameters"]);
        const parameterNames = new Set(parameters?.map((parameter) => parameter.get("name")));
        return element(
          React.Fragment,
          null,
          problem && element(Problem, { problem, parameterNames }),
          element(Original, properties),
        );
      },
    },
  };
};
