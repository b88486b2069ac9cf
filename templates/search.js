/* Search in the plans: an inverted index, made here from the data files that the page has loaded before this one. */
"use strict";
(() => {
  const place = document.getElementById("_search");
  const said = place.dataset;
  const field = document.getElementById("_query");
  const status = document.getElementById("_count");
  const results = document.getElementById("_results");
  const KINDS = ["goal", "indicator", "text"];
  const SHOWN = 10;

  /* Small letters without accents, but å, ä and ö are letters of their own. The length stays, so places do too. */
  const fold = (text) => text.toLowerCase().replace(/[^\x00-\x7fåäö]/g, (c) => c.normalize("NFD")[0]);
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  const entries = [];
  const index = new Map();
  for (const shelf of window.plansToSearch ?? []) {
    for (const [kind, title, text, id, history, places] of shelf.entries) {
      const n = entries.push({ shelf, kind: KINDS[kind], title, text, id, history, places }) - 1;
      const weigh = (found, weight) => {
        for (const word of found) {
          if (!index.has(word)) index.set(word, new Map());
          const held = index.get(word);
          held.set(n, Math.min((held.get(n) ?? 0) + weight, 12));
        }
      };
      weigh(words(title), 5);
      weigh(words(text), 1);
    }
  }

  /* How well a word answers a term: itself, its beginning, its stem in an inflected term, or a part of a compound. */
  const likeness = (word, term) => {
    if (word === term) return 6;
    if (word.startsWith(term)) return 4;
    if (word.length > 3 && term.startsWith(word) && term.length - word.length < 5) return 2;
    return term.length > 3 && word.includes(term) ? 1 : 0;
  };

  const find = (query) => {
    const terms = [...new Set(words(query))];
    let scores = null;
    for (const term of terms) {
      const now = new Map();
      for (const [word, held] of index) {
        const like = likeness(word, term);
        if (!like) continue;
        const rarity = Math.log(1 + entries.length / held.size);
        for (const [n, weight] of held) {
          if (!scores || scores.has(n)) now.set(n, (now.get(n) ?? scores?.get(n) ?? 0) + like * weight * rarity);
        }
      }
      scores = now;
    }
    const ranked = [...(scores ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n]) => entries[n]);
    /* Several wordings of one thing are one answer, which shows the best of them and leads to all. */
    const found = new Map();
    for (const entry of ranked) {
      const key = `${entry.history || entry.shelf.name} ${entry.id}`;
      const held = found.get(key) ?? { ...entry, everywhere: [] };
      held.everywhere.push(...entry.places);
      found.set(key, held);
    }
    return [...found.values()];
  };

  const make = (name, className, ...content) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };
  const link = (href, ...content) => {
    const element = make("a", "", ...content);
    element.href = href;
    return element;
  };

  /* A text with the words that answer the query marked. */
  const marked = (text, terms) => {
    const parts = [];
    let last = 0;
    for (const match of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) {
      if (!terms.some((term) => likeness(match[0], term))) continue;
      parts.push(text.slice(last, match.index), make("mark", "", text.slice(match.index, match.index + match[0].length)));
      last = match.index + match[0].length;
    }
    return [...parts, text.slice(last)];
  };

  const extract = (text, terms) => {
    const hit = [...fold(text).matchAll(/[\p{L}\p{N}]+/gu)].find((m) => terms.some((t) => likeness(m[0], t)));
    if (!hit) return [];
    let from = Math.max(0, hit.index - 70);
    if (from) from = text.indexOf(" ", from) + 1 || from;
    let to = Math.min(text.length, hit.index + 150);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), hit.index + hit[0].length);
    return [from ? "… " : "", ...marked(text.slice(from, to), terms), to < text.length ? " …" : ""];
  };

  const shown = (entry, terms) => {
    const to = (n) => `${entry.shelf.volumes[n][1]}#${entry.id}`;
    const latest = entry.places.at(-1);
    const item = make("li", "", make("p", "hit-title", link(to(latest), ...marked(entry.title, terms))));
    const text = extract(entry.text, terms);
    if (text.length) item.append(make("p", "hit-text", ...text));
    const ways = make("p", "hit-ways", `${entry.shelf.name}: `);
    for (const n of entry.everywhere.sort((a, b) => a - b)) ways.append(link(to(n), entry.shelf.volumes[n][0]), " ");
    if (entry.history) ways.append(link(entry.history, said.history, make("span", "hidden", `: ${entry.title}`)));
    item.append(ways);
    return item;
  };

  const group = (kind, found, terms) => {
    const list = make("ul", "hits", ...found.slice(0, SHOWN).map((entry) => shown(entry, terms)));
    const parts = [make("h2", "", `${said[kind]} (${found.length})`), list];
    if (found.length > SHOWN) {
      const more = make("button", "more", `${said.more} (${found.length - SHOWN})`);
      more.type = "button";
      more.addEventListener("click", () => {
        const rest = found.slice(SHOWN).map((entry) => shown(entry, terms));
        list.append(...rest);
        more.remove();
        rest[0].querySelector("a").focus();
      });
      parts.push(more);
    }
    return parts;
  };

  const show = () => {
    const query = field.value.trim();
    const terms = words(query);
    const found = find(query);
    const kinds = KINDS.map((kind) => [kind, found.filter((entry) => entry.kind === kind)]);
    results.replaceChildren(...kinds.flatMap(([kind, held]) => (held.length ? group(kind, held, terms) : [])));
    const told = found.length === 0 ? said.none : found.length === 1 ? said.one : said.many;
    status.textContent = query ? told.replace("{count}", found.length).replace("{query}", () => query) : "";
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  document.getElementById("_needs-script").remove();
  place.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
})();
