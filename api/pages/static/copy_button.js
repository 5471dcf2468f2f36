// Adds a Copy button to every element of class `copy`. Browsers offer the clipboard only over https
// and on localhost.

function buttonFor(block) {
  const text = block.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${block.dataset.copy}`);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    button.setAttribute("aria-label", `Copied ${block.dataset.copy}`);
  });
  return button;
}

if (navigator.clipboard) {
  for (const block of document.querySelectorAll(".copy")) block.append(" ", buttonFor(block));
}
