// Runs before the first paint: the reader's own choice of colours, then the device's.
(() => {
  try {
    const chosen = localStorage.getItem("fairlead-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be closed to us; the device's colours then apply.
  }
})();
