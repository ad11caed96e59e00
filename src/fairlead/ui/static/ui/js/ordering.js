// Rows of an ordered list are dragged, or moved by their buttons without a new page.
export function startOrdering(root) {
  for (const list of root.querySelectorAll("[data-ordering]")) {
    if (list.dataset.started) continue;
    list.dataset.started = "yes";
    let dragged = null;
    const changed = () => list.dispatchEvent(new Event("input", { bubbles: true }));
    for (const row of list.children) row.draggable = true;
    list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("li");
      if (row) row.draggable = !event.target.closest("input, fieldset");
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("li");
      if (button.dataset.move === "up") row.previousElementSibling?.before(row);
      else row.nextElementSibling?.after(row);
      button.focus();
      changed();
    });
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("li");
      dragged.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!dragged || !over) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      if (over !== dragged) over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("dragend", () => {
      dragged?.classList.remove("dragged");
      dragged = null;
      changed();
    });
  }
}
