// The colours button goes round: as the device, light, dark.
const ORDER = ["auto", "light", "dark"];

function show(button, theme) {
  button.querySelector("span").textContent = button.dataset[theme];
}

export function startThemeSwitch(root) {
  for (const button of root.querySelectorAll("[data-theme-switch][hidden]")) {
    const page = document.documentElement;
    button.hidden = false;
    show(button, page.dataset.theme ?? "auto");
    button.addEventListener("click", () => {
      const next = ORDER[(ORDER.indexOf(page.dataset.theme ?? "auto") + 1) % ORDER.length];
      if (next === "auto") delete page.dataset.theme;
      else page.dataset.theme = next;
      localStorage.setItem("fairlead-theme", next);
      show(button, next);
    });
  }
}
