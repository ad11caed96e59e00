// What is typed into one form is not lost by sending another of the page: it is put back, unsaved, on the next page.
const KEY = "typed";

function texts() {
  return [...document.querySelectorAll("form[data-keeps] textarea")];
}

function place(text) {
  return `${text.form.getAttribute("action")} ${text.name}`;
}

function putBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  sessionStorage.removeItem(KEY);
  for (const text of texts()) {
    const found = kept.find((one) => one.place === place(text));
    if (!found) continue;
    // Where somebody else has written meanwhile, both texts stay.
    text.value = found.before === text.defaultValue ? found.typed : `${text.defaultValue}\n\n${found.typed}`;
  }
}

export function startKeeping() {
  putBack();
  document.addEventListener("submit", (event) => {
    const unsent = texts().filter((text) => text.form !== event.target && text.value !== text.defaultValue);
    const kept = unsent.map((text) => ({ place: place(text), typed: text.value, before: text.defaultValue }));
    if (kept.length) sessionStorage.setItem(KEY, JSON.stringify(kept));
  });
}
