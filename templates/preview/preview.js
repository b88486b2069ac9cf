// Show the page anew when something it is made of has changed, at the same place and folded the same way.
"use strict";
(() => {
  const host = document.getElementById("_preview");
  const key = `preview ${location.pathname}${location.search}`;
  const folds = () => [...document.querySelectorAll("details")];
  const choices = () => [...document.querySelectorAll("input[id]")];

  // A place is told by the nearest thing with an id: what grows above it does not move the reader.
  const keep = () => {
    let near = null;
    for (const thing of document.querySelectorAll("main [id]")) {
      const { top, height } = thing.getBoundingClientRect();
      if (height && (!near || Math.abs(top) < Math.abs(near.top))) near = { id: thing.id, top };
    }
    const kept = { near, y: scrollY, open: folds().map((fold) => fold.open),
      chosen: choices().filter((choice) => choice.checked).map((choice) => choice.id) };
    sessionStorage.setItem(key, JSON.stringify(kept));
  };
  const place = (kept) => {
    const thing = kept.y && kept.near ? document.getElementById(kept.near.id) : null;
    scrollTo({ top: thing ? scrollY + thing.getBoundingClientRect().top - kept.near.top : kept.y, behavior: "instant" });
  };

  // A page that says what is wrong is not what the reader wants to come back to.
  const kept = host.dataset.fault ? null : JSON.parse(sessionStorage.getItem(key));
  if (kept) {
    sessionStorage.removeItem(key);
    history.scrollRestoration = "manual";
    for (const choice of choices()) choice.checked = kept.chosen.includes(choice.id);
    if (folds().length === kept.open.length) folds().forEach((fold, n) => { fold.open ||= kept.open[n]; });
    place(kept);
    addEventListener("load", () => place(kept), { once: true });
  }

  const events = new EventSource(`/_events?seen=${host.dataset.version}`);
  events.addEventListener("changed", () => {
    events.close();
    if (!host.dataset.fault) keep();
    location.reload();
  });
  const stopped = host.querySelector(".stopped");
  events.addEventListener("error", () => { stopped.hidden = false; });
  events.addEventListener("open", () => { stopped.hidden = true; });
})();
