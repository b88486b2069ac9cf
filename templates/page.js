// What a page can do besides being read: show some of its goals, and hand out a link to one. Without this it is whole.
(function () {
  "use strict";
  var form = document.getElementById("_filter");
  var goals = Array.prototype.slice.call(document.querySelectorAll("main article.goal"));
  if (!form || goals.length < 2) { return; }
  var said = form.querySelector("[role=status]");

  function own(goal, selector) { // what belongs to the goal itself and to nothing inside it
    return Array.prototype.filter.call(goal.querySelectorAll(selector), function (found) {
      return found.closest("article") === goal;
    });
  }
  var read = {
    body: function (goal) { return (goal.dataset.bodies || "").split("|").filter(Boolean).map(function (b) { return [b, b]; }); },
    sdg: function (goal) {
      return own(goal, ".chips li").map(function (chip) {
        var number = (/sdg-(\d+)/.exec(chip.querySelector(".square").className) || ["", ""])[1];
        var name = chip.querySelector(".name").cloneNode(true);
        name.querySelectorAll(".spoken").forEach(function (word) { word.remove(); });
        return [number, number + " " + name.textContent.trim()];
      });
    },
    kind: function (goal) { return goal.dataset.kind ? [[goal.dataset.kind, ""]] : []; }
  };
  var values = new Map();
  goals.forEach(function (goal) {
    var found = {};
    Object.keys(read).forEach(function (key) { found[key] = read[key](goal); });
    values.set(goal, found);
  });

  function fill(select) { // only what some goal has can be chosen, and a choice of one thing is none
    var found = new Map();
    goals.forEach(function (goal) {
      values.get(goal)[select.name].forEach(function (pair) { found.set(pair[0], pair[1]); });
    });
    if (select.options.length > 1) {
      Array.prototype.slice.call(select.options, 1).forEach(function (option) {
        if (!found.has(option.value)) { option.remove(); }
      });
    } else {
      Array.from(found.keys()).sort(function (a, b) {
        return a.localeCompare(b, document.documentElement.lang, { numeric: true });
      }).forEach(function (value) { select.add(new Option(found.get(value), value)); });
    }
    select.closest("label").hidden = select.options.length < 3;
    return select.options.length > 2;
  }
  var selects = Array.prototype.filter.call(form.querySelectorAll("select"), fill);

  function show() {
    var count = 0;
    goals.forEach(function (goal) {
      var fits = selects.every(function (select) {
        return !select.value || values.get(goal)[select.name].some(function (pair) { return pair[0] === select.value; });
      });
      count += fits ? 1 : 0;
      goal.classList.toggle("filtered", !fits);
    });
    var chosen = selects.some(function (select) { return select.value; });
    document.querySelectorAll("main section.area, main section.body-plan").forEach(function (area) {
      area.classList.toggle("filtered", chosen && !area.querySelector("article.goal:not(.filtered)"));
    });
    document.querySelectorAll(".contents a").forEach(function (link) {
      var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      link.parentNode.classList.toggle("filtered", Boolean(target && target.closest(".filtered")));
    });
    form.querySelector("[type=reset]").hidden = !chosen;
    form.elements.paper.closest("label").hidden = !chosen;
    document.documentElement.classList.toggle("paper-too", chosen && form.elements.paper.checked);
    var words = count === 1 ? form.dataset.one : form.dataset.many;
    said.textContent = chosen ? words.replace("#", count).replace("#", goals.length) : "";
  }
  if (selects.length) {
    form.hidden = false;
    form.addEventListener("change", show);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(function () { show(); said.textContent = form.dataset.all; }); });
    window.addEventListener("hashchange", function () { // a link to what is hidden shows it
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.closest(".filtered")) { form.reset(); setTimeout(function () { target.scrollIntoView(); }); }
    });
    show();
  }

  var told = document.getElementById("_told");
  goals.forEach(function (goal) {
    var heading = document.getElementById(goal.getAttribute("aria-labelledby"));
    if (!heading) { return; }
    var link = document.createElement("a");
    link.className = "copy screen";
    link.href = "#" + heading.id;
    link.textContent = "#";
    link.setAttribute("aria-label", form.dataset.link + ": " + heading.textContent.replace(/\s+/g, " ").trim());
    link.addEventListener("click", function () {
      if (!navigator.clipboard) { return; }
      navigator.clipboard.writeText(link.href).then(function () { told.textContent = form.dataset.copied; }, function () {});
    });
    var above = heading.previousElementSibling;
    if (!above || !above.matches(".kicker")) {
      above = document.createElement("p");
      above.className = "kicker screen";
      heading.insertAdjacentElement("beforebegin", above);
    }
    above.append(" ", link);
  });
}());
