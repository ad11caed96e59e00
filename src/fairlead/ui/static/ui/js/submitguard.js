// A form is sent once: its buttons rest until the answer or the way back.
function rest(form, resting) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-disabled", String(resting));
    if (!resting) button.removeAttribute("aria-disabled");
  }
  if (resting) form.dataset.sent = "yes";
  else delete form.dataset.sent;
}

export function startSubmitGuard() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[data-download]")) return;
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented) rest(form, true);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
  });
}
