// What a screen reader and a keyboard need and Swagger UI leaves out.

const NAMED = [
  [".examples-select-element", () => "example"],
  ["tr[data-param-name] select, tr[data-param-name] input", (field) => field.closest("tr").dataset.paramName],
];

// Fields stand beside their names without a label; long answers scroll, but only under a mouse.
function completeMarkup() {
  for (const [fields, name] of NAMED) {
    for (const field of document.querySelectorAll(fields)) {
      if (!field.hasAttribute("aria-label")) field.setAttribute("aria-label", name(field));
    }
  }
  for (const scrolled of document.querySelectorAll("pre.microlight:not([tabindex])")) {
    scrolled.tabIndex = 0;
  }
}

new MutationObserver(completeMarkup).observe(document.getElementById("swagger-ui"), {
  childList: true,
  subtree: true,
});

// A plugin: the path of an operation is no link, since it stands inside the button that opens it.
const plainPaths = ({ React }) => ({
  wrapComponents: {
    DeepLink: (Original) => (properties) =>
      properties.path.includes("/")
        ? React.createElement("span", null, properties.text)
        : React.createElement(Original, properties),
  },
});
