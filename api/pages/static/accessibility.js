// Accessibility of Swagger UI: labels for screen readers, focus for the keyboard.

// Selectors of fields without a label, and the label of each field.
const LABELS = [
  [".examples-select-element", () => "example"],
  ["tr[data-param-name] select, tr[data-param-name] input", (field) => field.closest("tr").dataset.paramName],
];

function completeMarkup() {
  for (const [selector, labelOf] of LABELS) {
    for (const field of document.querySelectorAll(selector)) {
      if (!field.hasAttribute("aria-label")) field.setAttribute("aria-label", labelOf(field));
    }
  }
  // A long response scrolls. Without focus, only a mouse can scroll it.
  for (const response of document.querySelectorAll("pre.microlight:not([tabindex])")) {
    response.tabIndex = 0;
  }
}

new MutationObserver(completeMarkup).observe(document.getElementById("swagger-ui"), {
  childList: true,
  subtree: true,
});

// Plugin: shows the path of an operation as text. A link inside the button that opens the operation
// would be invalid HTML.
const plainPaths = ({ React }) => ({
  wrapComponents: {
    DeepLink: (Original) => (properties) =>
      properties.path.includes("/")
        ? React.createElement("span", null, properties.text)
        : React.createElement(Original, properties),
  },
});
