"use strict";
// Search, sorting, filters and the light on a claim's words. Without it the pages stay whole: all of them are links and tables.
const whosaid = (() => {
  const root = document.body.dataset.root;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const make = (name, values, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  // search: from disk a page may load scripts and nothing else, so the words come in scripts, by their first letters
  const box = document.getElementById("q");
  const hits = document.getElementById("hits");
  const status = document.getElementById("hit-count");
  const kinds = { story: "Story", source: "Source", outlet: "Outlet", claim: "Claim", article: "Article" };
  const SHOWN = 30;
  const folder = root + "assets/search/";
  const asked = new Set();
  const words = new Map();
  const entries = [];
  let parts = null;
  let prefix = 0;
  let perFile = 0;
  let chosen = -1;

  // whether it is there; if not, it comes, and the search looks again
  function ask(name, isThere) {
    if (!isThere && !asked.has(name)) {
      asked.add(name);
      document.head.append(make("script", { src: `${folder}${name}.js` }));
    }
    return isThere;
  }
  const load = () => ask("index", parts !== null);
  const partOf = (word) => {
    const start = [...word].slice(0, prefix);
    return start.every((letter) => /[a-z0-9]/.test(letter)) ? start.join("") : "u" + start.map((letter) => letter.codePointAt(0).toString(16)).join("-");
  };
  const places = (distances) => { let place = 0; return distances.map((distance) => (place += distance)); };
  // the entries that have a word that begins so, and those whose title does
  function find(word) {
    const found = { all: new Set(), first: new Set() };
    for (const [whole, [first, others]] of Object.entries(words.get(partOf(word)) ?? {})) {
      if (!whole.startsWith(word)) continue;
      for (const place of places(first)) { found.first.add(place); found.all.add(place); }
      for (const place of places(others)) found.all.add(place);
    }
    return found;
  }
  function look() {
    const wanted = fold(box.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    chosen = -1;
    if (!wanted.length) return show([], "");
    if (!load()) return;
    const there = wanted.map((word) => !parts.has(partOf(word)) || ask("w-" + partOf(word), words.has(partOf(word))));
    if (!there.every(Boolean)) return;
    const found = wanted.map(find);
    const fits = [...found[0].all].filter((place) => found.every(({ all }) => all.has(place)));
    const rank = (place) => (found[0].first.has(place) ? 0 : 1);
    fits.sort((a, b) => rank(a) - rank(b) || a - b);
    const list = fits.slice(0, SHOWN);
    const files = [...new Set(list.map((place) => Math.floor(place / perFile)))].map((file) => ask("e-" + file, entries[file]));
    if (!files.every(Boolean)) return;
    const shown = list.map((place) => entries[Math.floor(place / perFile)][place % perFile]);
    show(shown, fits.length ? `${fits.length} found` : "Nothing found");
  }
  function show(list, said) {
    hits.replaceChildren(...list.map(([kind, title, below, address], number) => {
      const link = make("a", { href: root + address, tabIndex: -1 }, title);
      link.append(make("small", {}, [kinds[kind], below].filter(Boolean).join(" · ")));
      const item = make("li", { id: "hit" + number, role: "option" }, link);
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      return item;
    }));
    hits.hidden = !list.length;
    box.setAttribute("aria-expanded", String(!hits.hidden));
    box.removeAttribute("aria-activedescendant");
    status.textContent = said;
  }
  const receive = {
    index: (names, letters, most) => { parts = new Set(names); prefix = letters; perFile = most; look(); },
    words: (name, postings) => { words.set(name, postings); look(); },
    entries: (number, rows) => { entries[number] = rows; look(); },
  };
  function choose(step) {
    const items = [...hits.children];
    if (!items.length) return;
    items[chosen]?.setAttribute("aria-selected", "false");
    chosen = (chosen + step + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[chosen].id);
  }
  function close() {
    hits.hidden = true;
    box.setAttribute("aria-expanded", "false");
  }
  box.addEventListener("focus", load);
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1);
    } else if (event.key === "Enter") {
      (hits.children[Math.max(chosen, 0)]?.querySelector("a"))?.click();
    } else if (event.key === "Escape") close();
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) { event.preventDefault(); box.focus(); }
  });

  // tables: a heading sorts
  for (const table of document.querySelectorAll(".sortable")) {
    table.querySelectorAll("thead th").forEach((head, column) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const number = head.classList.contains("n") || column === 1 && table.classList.contains("stories");
        const down = head.ariaSort ? head.ariaSort !== "descending" : number;
        table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => {
          const cell = row.cells[column];
          const text = cell.dataset.sort ?? cell.textContent.trim();
          const figure = Number(text.replace(/[,%]/g, "").replace("–", "-1"));
          return Number.isNaN(figure) ? fold(text) : figure;
        };
        const rows = [...table.tBodies[0].rows].map((row) => [value(row), row]);
        rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }

  // long tables: the first rows, and all of them on demand
  for (const table of document.querySelectorAll(".long")) {
    const rows = () => [...table.tBodies[0].rows];
    const all = rows().length;
    const most = 20;
    if (all < most + 5) continue;
    const fold = () => rows().forEach((row, number) => (row.hidden = number >= most));
    const more = make("button", { type: "button", className: "more" }, `Show all ${all}`);
    fold();
    table.after(more);
    table.addEventListener("click", () => { if (more.isConnected) fold(); });
    more.addEventListener("click", () => { more.remove(); rows().forEach((row) => (row.hidden = false)); });
  }

  // the grid: which claims are shown
  const gridShow = document.getElementById("grid-show");
  if (gridShow) {
    const gridWords = document.getElementById("grid-words");
    const rows = [...document.querySelectorAll(".grid tbody tr")];
    const filter = () => {
      const wanted = fold(gridWords.value);
      let left = 0;
      for (const row of rows) {
        const fits = (!gridShow.value || row.dataset.is.split(" ").includes(gridShow.value)) && fold(row.cells[0].textContent).includes(wanted);
        row.hidden = !fits;
        left += fits;
      }
      document.getElementById("grid-count").textContent = gridShow.value || wanted ? `${left} of ${rows.length}` : "";
    };
    gridShow.addEventListener("input", filter);
    gridWords.addEventListener("input", filter);
  }

  // the grid: whose cell it is, where the headings are out of sight
  const hint = make("div", { id: "hint", hidden: true });
  hint.setAttribute("aria-hidden", "true");
  document.body.append(hint);
  const explain = (event) => {
    const cell = event.target.closest(".grid tbody td");
    hint.hidden = !cell;
    if (!cell) return;
    const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    hint.textContent = `${head.textContent.trim()}: ${cell.textContent.trim() || "not there"}`;
    const box = cell.getBoundingClientRect();
    hint.style.top = `${box.bottom + 4}px`;
    hint.style.left = `${Math.min(box.left, innerWidth - hint.offsetWidth - 8)}px`;
  };
  if (gridShow) for (const name of ["pointerover", "focusin"]) document.addEventListener(name, explain);

  // a claim that is pointed at, or led to, lights up: its words and its note
  const light = (numbers, name) => {
    document.querySelectorAll("." + name).forEach((element) => element.classList.remove(name));
    for (const number of numbers) {
      document.querySelectorAll(`[data-n~="${number}"]`).forEach((element) => element.classList.add(name));
    }
  };
  const lead = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const note = target.closest(".notes li");
    if (note) {
      light([note.dataset.n], "lit");
      const first = document.querySelector(".marked span.lit");
      first?.scrollIntoView({ block: "center" });
    }
    const number = /^#w(\d+)$/.exec(location.hash);
    if (number) light([number[1]], "lit");
    target.closest("details")?.setAttribute("open", "");
  };
  if (document.querySelector(".marked")) {
    document.addEventListener("pointerover", (event) => {
      const over = event.target.closest("[data-n]");
      light(over ? over.dataset.n.split(" ") : [], "on");
    });
  }
  addEventListener("hashchange", lead);
  lead();
  // paper opens nothing
  addEventListener("beforeprint", () => document.querySelectorAll("details.fold").forEach((fold) => (fold.open = true)));
  return receive;
})();
