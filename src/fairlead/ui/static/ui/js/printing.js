// A print button appears where scripts run; elsewhere the browser's own menu prints the page.
export function startPrinting(root) {
  for (const button of root.querySelectorAll("[data-prints][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
