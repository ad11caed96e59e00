// <input data-filters="list-id"> hides the rows of that list that do not hold the words, as one types.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function rowsOf(list) {
  return list.querySelectorAll(list.tagName === "TABLE" ? "tbody > tr" : ":scope > *");
}

export function startFilters(root) {
  for (const input of root.querySelectorAll("input[data-filters]")) {
    const list = document.getElementById(input.dataset.filters);
    if (!list || input.dataset.filtering) continue;
    input.dataset.filtering = "yes";
    const count = document.querySelector(`[data-filter-count="${list.id}"]`);
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rowsOf(list)) {
        const text = plain(row.textContent);
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      if (count) count.textContent = String(shown);
    });
  }
}
