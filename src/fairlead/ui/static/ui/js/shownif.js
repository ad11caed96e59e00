// What depends on another answer of the page is shown only for the answers it names; the server decides in the end.
function given(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function watch(form) {
  if (form.dataset.showing) return;
  form.dataset.showing = "yes";
  function show() {
    for (const part of form.querySelectorAll("[data-shown-if]")) {
      const name = part.dataset.shownIf;
      if (!form.elements.namedItem(name)) continue;
      const wanted = JSON.parse(part.dataset.shownFor);
      const asked = !form.querySelector(`[data-asks="${CSS.escape(name)}"]`)?.closest("[hidden]");
      part.hidden = !(asked && given(form, name).some((value) => wanted.includes(value)));
    }
  }
  form.addEventListener("input", show);
  show();
}

export function startShownIf(root) {
  for (const part of root.querySelectorAll("[data-shown-if]")) if (part.closest("form")) watch(part.closest("form"));
}
