// Swagger UI's fields stand beside their names without a label: a screen reader is told the name.

function nameFields() {
  for (const choice of document.querySelectorAll(".examples-select-element:not([aria-label])")) {
    choice.setAttribute("aria-label", "example");
  }
  for (const row of document.querySelectorAll("tr[data-param-name]")) {
    for (const field of row.querySelectorAll("select:not([aria-label]), input:not([aria-label])")) {
      field.setAttribute("aria-label", row.dataset.paramName);
    }
  }
}

new MutationObserver(nameFields).observe(document.getElementById("swagger-ui"), {
  childList: true,
  subtree: true,
});
