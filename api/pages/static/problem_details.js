// A plugin of Swagger UI: above an error it says what to do next, and leads to the parameter.

const readProblems = ({ React }) => {
  const element = React.createElement;

  function problemOf(response) {
    const type = response?.getIn?.(["headers", "content-type"]) ?? "";
    return type.startsWith("application/problem+json") ? JSON.parse(response.get("text")) : null;
  }

  // The field of a parameter in the same operation, if the operation has such a parameter.
  function fieldOf(button, parameter) {
    const row = button.closest(".opblock").querySelector(`tr[data-param-name="${CSS.escape(parameter)}"]`);
    return row?.querySelector("select, input, textarea");
  }

  function lead({ currentTarget }, parameter) {
    const field = fieldOf(currentTarget, parameter);
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  }

  // Parameters that the operation does not have keep their name, without a button.
  function NamedParameter({ parameter, known }) {
    const press = (event) => lead(event, parameter);
    return known
      ? element("button", { type: "button", className: "to-parameter", onClick: press }, `Go to ${parameter}`)
      : element("code", null, parameter);
  }

  function Problem({ problem, known }) {
    const errors = problem.errors ?? [];
    const alternatives = problem.alternatives ?? [];
    return element(
      "section",
      { className: "problem", role: "alert" },
      element("h4", null, problem.title),
      element("p", null, problem.detail),
      errors.length > 0 &&
        element("p", null, errors.map(({ parameter }, at) =>
          element(NamedParameter, { key: at, parameter, known: known.has(parameter) }))),
      alternatives.length > 0 && element("p", null, "Ask instead:"),
      element("ul", null, alternatives.map((address) =>
        element("li", { key: address }, element("a", { href: address }, address)))),
      element("p", null, element("a", { href: problem.type }, "What this means")),
    );
  }

  return {
    wrapComponents: {
      liveResponse: (Original, { specSelectors }) => (properties) => {
        const problem = problemOf(properties.response);
        const { path, method } = properties;
        const parameters = specSelectors.specResolvedSubtree(["paths", path, method, "parameters"]);
        const known = new Set(parameters?.map((one) => one.get("name")));
        return element(
          React.Fragment,
          null,
          problem && element(Problem, { problem, known }),
          element(Original, properties),
        );
      },
    },
  };
};
