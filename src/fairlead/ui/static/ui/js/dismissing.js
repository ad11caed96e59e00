// Notices can be put away; an open menu closes on a click elsewhere or with Escape.
let menus = false;

function watchMenus() {
  if (menus) return;
  menus = true;
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.drop[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

export function startDismissing(root) {
  watchMenus();
  for (const button of root.querySelectorAll("[data-dismisses][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => button.closest("[data-dismissable]").remove());
  }
}
