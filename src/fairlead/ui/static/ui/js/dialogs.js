// data-opens opens the dialog it names (or the one in its form); without script the button just submits.
function dialogOf(opener) {
  const named = opener.dataset.opens;
  return named ? document.getElementById(named) : opener.closest("form")?.querySelector("dialog");
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && dialogOf(opener);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-closes]") || event.target.matches("dialog")) {
      event.target.closest("dialog")?.close();
    }
  });
}
