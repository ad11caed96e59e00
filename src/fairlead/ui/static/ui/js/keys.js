// Single keys for pages with [data-keys]: data-key names the key of a button, link or box. They can be turned off.
const KEPT = "fairlead-keys";

function allowed() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function typing(target) {
  return target.closest("textarea, select, [contenteditable]") || (target.matches("input") && target.type !== "checkbox");
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)];
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "center" });
  return true;
}

function choose() {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}

// In a list, a deed without anything chosen means the row one stands on.
function ready(button) {
  const form = button.closest("[data-inbox]");
  if (!form || form.querySelector("input[type=checkbox]:checked")) return;
  document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click();
}

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  const closed = found.closest("details:not([open])");
  if (closed) closed.open = true;
  if (found.matches("input, textarea, select")) {
    found.focus();
    return true;
  }
  ready(found);
  found.click();
  return true;
}

function act(key) {
  if (key === "j" && step(1)) return true;
  if (key === "k" && step(-1)) return true;
  if (key === "x" && choose()) return true;
  return press(key);
}

function hear(event) {
  const choice = document.querySelector("[data-keys-switch]");
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!choice?.checked || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
}

// A part of the page with the switch in it may come again; the same listener is added once.
export function startKeys(root) {
  const box = root.querySelector("[data-keys][hidden]");
  if (!box) return;
  box.hidden = false;
  const choice = box.querySelector("[data-keys-switch]");
  choice.checked = allowed();
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, choice.checked ? "on" : "off");
    } catch {
      // Without storage the choice holds for this page.
    }
  });
  document.addEventListener("keydown", hear);
}
