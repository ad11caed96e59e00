// A copy button beside an address appears where the browser allows copying.
export function startCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copies][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const input = button.parentElement.querySelector("input");
      const word = button.querySelector("span");
      const before = word.textContent;
      input.select();
      await navigator.clipboard.writeText(input.value);
      word.textContent = button.dataset.copied;
      setTimeout(() => {
        word.textContent = before;
      }, 2500);
    });
  }
}
