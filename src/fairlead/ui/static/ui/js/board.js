// On a board: keys for the row one stands on, and a mentee dragged (or taken up by g) onto a mentor.
let taken = "";

const board = () => document.querySelector("#board[data-board]");
const rowHere = () => document.activeElement?.closest("[data-row]");
const said = () => document.getElementById("taken");

function open(mentee, mentor) {
  const dialog = document.getElementById("ways");
  const [person, place = "1"] = mentee.split(".");
  const address = `${board().dataset.board}${person}/${mentor}/?place=${place}`;
  window.htmx.ajax("GET", address, { target: "#ways-body", swap: "innerHTML" }).then(() => {
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("h2")?.focus();
  });
}

function leave() {
  document.querySelectorAll("[data-taken]").forEach((one) => one.removeAttribute("data-taken"));
  taken = "";
  if (said()) said().textContent = "";
}

function take(row) {
  const mentee = row?.querySelector("[data-mentee]");
  if (!mentee) return false;
  leave();
  taken = mentee.dataset.mentee;
  row.setAttribute("data-taken", "");
  said().textContent = said().dataset.said.replace("{name}", row.dataset.name);
  return true;
}

function give(row) {
  const mentor = row?.querySelector("[data-mentor]")?.dataset.mentor;
  const mentee = taken;
  if (!mentor || row.hasAttribute("data-taken")) return false;
  leave();
  open(mentee, mentor);
  return true;
}

function act(key) {
  const row = rowHere();
  if (key === "Escape" && taken) return leave() || true;
  if (key === "g" && board()) return taken ? give(row) : take(row);
  const found = row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  found?.click();
  return Boolean(found);
}

// When the board comes anew because somebody else changed it, one stands on the same row as before.
let stood = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "board") stood = rowHere()?.id ?? "";
});

document.addEventListener("htmx:afterSettle", () => {
  if (taken) document.querySelector(`[data-mentee="${CSS.escape(taken)}"]`)?.closest("[data-row]").setAttribute("data-taken", "");
  if (stood && !rowHere()) document.getElementById(stood)?.querySelector("a")?.focus({ preventScroll: true });
  stood = "";
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input, textarea, select")) return;
  const allowed = document.querySelector("[data-keys-switch]")?.checked;
  if (allowed && !document.querySelector("dialog[open]") && act(event.key)) event.preventDefault();
});

document.addEventListener("dragstart", (event) => {
  const mentee = event.target.closest?.("[data-mentee]");
  if (!mentee || !board()) return;
  taken = mentee.dataset.mentee;
  mentee.closest("[data-row]").setAttribute("data-taken", "");
  event.dataTransfer.setData("text/plain", taken);
  event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = taken && event.target.closest?.("[data-mentor]");
  document.querySelectorAll("[data-over]").forEach((one) => one !== over && one.removeAttribute("data-over"));
  if (!over || over.closest("[data-taken]")) return;
  event.preventDefault();
  over.setAttribute("data-over", "");
});

document.addEventListener("drop", (event) => {
  const over = taken && event.target.closest?.("[data-mentor]");
  if (!over || over.closest("[data-taken]")) return;
  event.preventDefault();
  open(taken, over.dataset.mentor);
});

document.addEventListener("dragend", () => {
  document.querySelectorAll("[data-over]").forEach((one) => one.removeAttribute("data-over"));
  leave();
});
