// Small comforts; every page works without them.

const on = (type, handler) => document.addEventListener(type, handler);

// <button data-dialog="id"> or <a href="/the/same/as/a/page" data-dialog="id"> opens <dialog id="id">.
on("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target instanceof HTMLDialogElement) {
    event.target.close(); // a click on the backdrop
  }
});

// <button data-copy="text">: shown only where it can work.
const revealCopies = (root) => {
  if (navigator.clipboard) root.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
};
on("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const said = button.querySelector("[data-done]");
  const before = said.textContent;
  said.textContent = said.dataset.done;
  button.classList.add("is-done");
  setTimeout(() => {
    said.textContent = before;
    button.classList.remove("is-done");
  }, 1600);
});

// <form data-autosubmit>: a changed select or checkbox sends the form; typing waits for Enter or the button.
on("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

// <input type="checkbox" data-check-all="name"> ticks every checkbox of that name in its form or table.
on("change", (event) => {
  const name = event.target.dataset?.checkAll;
  if (!name) return;
  const around = event.target.closest("form, .table") ?? document;
  around.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`).forEach((box) => (box.checked = event.target.checked));
});

// <details data-menu> closes when the reader looks elsewhere or presses Escape.
on("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
on("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// Who signs out leaves no list of names on the phone (ui/js/door.js keeps one).
on("submit", (event) => {
  if (event.target.action.endsWith("/logout/") && "caches" in window) caches.delete("klynge-door-1");
});

// A broken request says so instead of doing nothing.
const complain = () => {
  const place = document.getElementById("trouble");
  if (place) place.hidden = false;
};
on("htmx:responseError", complain);
on("htmx:sendError", complain);
on("htmx:load", (event) => revealCopies(event.target));
revealCopies(document);
