// What makes the pages nicer to use when scripts run. Every page works without this file.
(() => {
  "use strict";

  // A list of errors is read out and reached first.
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();

  // Tables drawn as cards on a phone lose their meaning for some screen readers: say it again.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const nameTables = (root) => {
    for (const part of root.querySelectorAll(".table, .table :is(thead, tbody, tr, td)")) {
      part.setAttribute("role", roles[part.tagName]);
    }
    for (const heading of root.querySelectorAll(".table th")) {
      heading.setAttribute("role", heading.scope === "row" ? "rowheader" : "columnheader");
    }
  };
  nameTables(document);
  document.addEventListener("htmx:afterSwap", (event) => nameTables(event.target));

  // The user's menu closes with Escape and when something else is pressed.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A second press within two seconds sends nothing twice; the server would notice, this spares the surprise.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 2000);
  });

  // Text that was typed and not yet saved is not thrown away by a slip.
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep-typing]")) unsaved = true;
  });
  document.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
