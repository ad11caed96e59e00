// <form data-autosave="/address"> is sent there while typing; the page's status line tells the hour.
const PAUSE = 1200;
const RETRY = 8000;

function say(form, name, suffix = "") {
  const line = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  if (!line) return;
  line.classList.toggle("autosave--failed", name === "failed");
  line.querySelector("span").textContent = line.dataset[name] + suffix;
}

// The answer may bring a new [data-as-shown]: what the page has shown so far, and notes about it.
function note(form, html) {
  const shown = form.querySelector("[data-as-shown]");
  if (shown && html.includes("data-as-shown")) shown.outerHTML = html;
}

function clock() {
  const now = new Date();
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  return ` ${time.format(now)}`;
}

function watch(form) {
  if (form.dataset.autosaving) return;
  form.dataset.autosaving = "yes";
  say(form, "ready");
  let timer = 0;
  let newest = 0;
  let leaving = false;

  async function save() {
    const turn = ++newest;
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    say(form, "saving");
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: answers,
        headers: { "X-Autosave": "true" },
        keepalive: true,
        redirect: "manual",
      });
      if (!response.ok) throw new Error(String(response.status));
      note(form, await response.text());
      if (turn === newest) say(form, "saved", clock());
    } catch {
      if (leaving || turn !== newest) return;
      say(form, "failed");
      timer = setTimeout(save, RETRY);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    newest += 1;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
}

export function startAutosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) watch(form);
}
