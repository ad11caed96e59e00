// Starts the small modules; every page works without them.
import { startAutosave } from "./autosave.js";
import { startCopying } from "./copying.js";
import { startDialogs } from "./dialogs.js";
import { startDismissing } from "./dismissing.js";
import { startDropZones } from "./dropzones.js";
import { startFilters } from "./filters.js";
import { startShownIf } from "./shownif.js";
import { startOrdering } from "./ordering.js";
import { startKeeping } from "./keeping.js";
import { startKeys } from "./keys.js";
import { startPrinting } from "./printing.js";
import { startSubmitGuard } from "./submitguard.js";
import { startThemeSwitch } from "./themeswitch.js";

function startIn(root) {
  startAutosave(root);
  startCopying(root);
  startDismissing(root);
  startDropZones(root);
  startFilters(root);
  startShownIf(root);
  startKeys(root);
  startOrdering(root);
  startPrinting(root);
  startThemeSwitch(root);
  focusIn(root);
}

// An address that ends in #part would take the focus away again while the page loads.
function focusIn(root) {
  const wanted = root.querySelector("[data-focus]");
  if (wanted && location.hash && document.readyState !== "complete")
    addEventListener("load", () => setTimeout(() => wanted.focus()));
  wanted?.focus();
}

startDialogs();
startSubmitGuard();
startKeeping();
startIn(document);
document.addEventListener("htmx:afterSwap", (event) => startIn(event.detail.elt));
