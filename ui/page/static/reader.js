// The reader: the archive at a glance, or an article with its marks; the card over a number; keys.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 60rem)");
let cameFrom = null, chose = false, groups = [], current = -1, finds = [];

const fillReader = (answer, isArticle) => {
  $("#opened").innerHTML = answer.head;
  $("#page").innerHTML = answer.html;
  $("#page").scrollTop = 0;
  ["#find-button", "#reader .close"].forEach((part) => { $(part).hidden = !isArticle; });
  $("#find-words").value = "";
  toggleFind(false);
  gatherMarks();
};
const openArchive = async () => {
  at = "";
  room.classList.remove("reading");
  $$("a.cite[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  const answer = await newest("archive");
  if (!answer || at) return;
  fillReader(answer, false);
  tellNew();
  // Where the reader is out of sight, the archive lies below the first questions.
  $("#glance").innerHTML = narrow.matches ? ($("#opened .period")?.outerHTML || "") + $("#page").innerHTML : "";
};
// What came since the last visit: the archive has no memory of visits, the browser has.
const tellNew = () => {
  const period = $("#opened .period");
  if (!period) return;
  const count = Number(period.dataset.count), before = Number(sitting.get("before") || keep.get("count") || count);
  sitting.set("before", before);
  keep.set("count", count);
  if (count > before) $(".new", period).textContent = `${(count - before).toLocaleString("en")} new since your last visit`;
};
// The other citations of the same answer are marked too, paler.
const beside = (link) => {
  const turn = link && link.closest(".turn");
  return turn ? [...new Set($$("sup a.cite", turn).map((other) => other.getAttribute("href")))] : [];
};
const openPlace = async (place, link = null) => {
  at = place;
  const found = link || $$("a.cite").find((one) => one.getAttribute("href") === `#${place}`);
  const answer = await call("article", { address: place, beside: beside(found) });
  if (at !== place) return false;
  if (answer.error) { if (answer.error !== "no answer") openArchive(); return false; }
  $$("a.cite[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  if (found) found.setAttribute("aria-current", "true");
  fillReader(answer, true);
  return true;
};
const openArticle = async (link, { step = true } = {}) => {
  const href = link.getAttribute("href") || "", view = shownView();
  cameFrom = link;
  chose = chose || step;
  if (!await openPlace(href.slice(href.indexOf("#") + 1), link)) return;
  // It is fetched in a moment, in which a reader may have gone on.
  if (shownView() !== view) { note(false); return; }
  if (step) room.classList.add("reading");
  note(step);
  if (step && narrow.matches && [link, document.body].includes(document.activeElement)) $("#reader .close").focus({ preventScroll: true });
};
const closeReader = () => {
  room.classList.remove("reading");
  if (cameFrom && cameFrom.isConnected && narrow.matches) cameFrom.focus();
  if (!narrow.matches) openArchive();
  at = "";
  note();
};
$("#reader .close").addEventListener("click", closeReader);

// -- marks: those of the answer, or what is looked for --------------------------------------
const gatherMarks = () => {
  groups = [];
  $$("#page mark").forEach((mark) => { if (mark.classList.contains("begins")) groups.push([mark]); else groups[groups.length - 1].push(mark); });
  toMark(groups.findIndex(([mark]) => mark.classList.contains("now")), false);
};
const tellMarks = (place, count, thing) => {
  $("#marks").hidden = !count && thing === "mark";
  $("#mark-count").textContent = !count ? "nothing found" : place < 0 ? `${count} ${thing}s` : `${place + 1} of ${count} ${thing}s`.replace(/^1 of 1 (.*)s$/, "1 $1");
  ["#mark-before", "#mark-after"].forEach((one) => { $(one).hidden = count < 2; });
};
const centre = (box) => {
  const pane = $("#page"), to = box.getBoundingClientRect();
  pane.scrollTop += to.top - pane.getBoundingClientRect().top - Math.max(24, (pane.clientHeight - to.height) / 2.5);
};
const toMark = (place, moved = true) => {
  current = place;
  groups.forEach((group, number) => group.forEach((mark, part) => {
    mark.classList.toggle("now", number === place);
    mark.classList.toggle("also", number !== place);
    if (moved) mark.id = number === place && part === 0 ? "marked" : "";
  }));
  tellMarks(place, groups.length, "mark");
  if (place >= 0) centre(groups[place][0]);
};
const stepMark = (by) => {
  if (finds.length) { toFind((current + by + finds.length) % finds.length); return; }
  if (groups.length) toMark((current + by + groups.length) % groups.length);
};
$("#mark-before").addEventListener("click", () => stepMark(-1));
$("#mark-after").addEventListener("click", () => stepMark(1));

// What is found is painted over the text, which stays as it is.
const painted = (name, ranges) => { if (CSS.highlights) CSS.highlights.set(name, new Highlight(...ranges)); };
const toFind = (place) => {
  current = place;
  painted("found-now", [finds[place]]);
  tellMarks(place, finds.length, "place");
  centre(finds[place]);
};
const find = () => {
  const words = $("#find-words").value.trim().toLowerCase(), nodes = [];
  finds = [];
  const walk = document.createTreeWalker($("#page"), NodeFilter.SHOW_TEXT);
  let whole = "";
  while (walk.nextNode()) { nodes.push([whole.length, walk.currentNode]); whole += walk.currentNode.data; }
  whole = whole.toLowerCase();
  const placed = (offset) => { const [from, node] = nodes.findLast(([start]) => start <= offset); return [node, Math.min(offset - from, node.length)]; };
  for (let from = words ? whole.indexOf(words) : -1; from >= 0 && finds.length < 500; from = whole.indexOf(words, from + words.length)) {
    const range = new Range();
    range.setStart(...placed(from));
    range.setEnd(...placed(from + words.length - 1));
    range.setEnd(range.endContainer, range.endOffset + 1);
    finds.push(range);
  }
  painted("found", finds);
  painted("found-now", []);
  if (finds.length) toFind(0);
  else if (words) tellMarks(-1, 0, "place");
  else gatherMarks();
};
const toggleFind = (open) => {
  $("#find").hidden = !open;
  $("#find-button").setAttribute("aria-expanded", String(open));
  if (open) { $("#find-words").focus(); return; }
  if (finds.length || $("#find-words").value) { $("#find-words").value = ""; find(); }
};
$("#find-button").addEventListener("click", () => toggleFind($("#find").hidden));
$("#find-words").addEventListener("input", find);
$("#find").addEventListener("submit", (event) => event.preventDefault());
$("#find-words").addEventListener("keydown", (event) => {
  if (event.key === "Enter") stepMark(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") { event.stopPropagation(); toggleFind(false); $("#find-button").focus(); }
});

// -- the card: shown over and beside a number, reachable by pointer, gone with Esc ------
const hovercard = $("#hovercard");
let leaving;
const hideCard = () => { hovercard.hidden = true; };
const showCard = (link) => {
  clearTimeout(leaving);
  hovercard.replaceChildren(
    made("p", "quote", link.dataset.quote), made("p", "title", link.dataset.title), made("p", "where", link.dataset.where),
  );
  hovercard.hidden = false;
  const over = link.getBoundingClientRect(), size = hovercard.getBoundingClientRect();
  const below = over.bottom + 8 + size.height < innerHeight;
  hovercard.style.left = `${Math.max(8, Math.min(over.left, innerWidth - size.width - 8))}px`;
  hovercard.style.top = `${below ? over.bottom + 8 : Math.max(8, over.top - size.height - 8)}px`;
};
const overNumber = (event) => event.target.closest && event.target.closest("a.cite[data-quote]");
document.addEventListener("mouseover", (event) => {
  const link = overNumber(event);
  if (link) showCard(link);
  else if (event.target.closest("#hovercard")) clearTimeout(leaving);
});
document.addEventListener("mouseout", (event) => {
  if (overNumber(event) || event.target.closest("#hovercard")) { clearTimeout(leaving); leaving = setTimeout(hideCard, 150); }
});
document.addEventListener("focusin", (event) => { const link = overNumber(event); if (link && link.matches(":focus-visible")) showCard(link); });
document.addEventListener("focusout", (event) => { if (overNumber(event)) hideCard(); });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite");
  if (link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    hideCard();
    openArticle(link);
    return;
  }
  const mark = event.target.closest("button.mark");
  if (mark) {
    const why = document.getElementById(mark.getAttribute("aria-controls"));
    why.hidden = !why.hidden;
    mark.setAttribute("aria-expanded", String(!why.hidden));
  }
});

// -- keys: they can be switched off, since single letters may be spoken commands --------
let keysOn = keep.get("keys") !== "off";
const keys = $("#keys");
const tellKeys = () => {
  $("#shortcuts").setAttribute("aria-pressed", String(keysOn));
  $("#shortcuts").textContent = keysOn ? "Shortcuts on" : "Shortcuts off";
};
tellKeys();
$("#shortcuts").addEventListener("click", () => { keysOn = !keysOn; keep.set("keys", keysOn ? "on" : "off"); tellKeys(); });
$("#keys-button").addEventListener("click", () => keys.showModal());
$(".close", keys).addEventListener("click", () => keys.close());
keys.addEventListener("click", (event) => { if (event.target === keys) keys.close(); });

const step = (by) => {
  const view = $(`#view-${shownView()}`);
  const numbers = $$("sup a.cite", view);
  const links = numbers.length ? numbers : $$("a.cite", view);
  if (!links.length) return;
  const from = links.indexOf(document.activeElement);
  const to = from < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, from + by));
  links[to].focus();
  links[to].scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  if (links[to].dataset.quote) showCard(links[to]);
};
document.addEventListener("keydown", (event) => {
  if (keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!hovercard.hidden) hideCard();
    else if (openMenus().length) openMenus().forEach((menu) => { toggleMenu(menu, false); $("button", menu).focus(); });
    else if (!$("#drawer").hidden) closeDrawer();
    else if (narrow.matches && room.classList.contains("reading")) closeReader();
    else document.activeElement.blur();
    return;
  }
  if (!keysOn || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
  const act = { "/": () => { show("ask"); question.focus(); }, "?": () => keys.showModal(),
    j: () => step(1), k: () => step(-1), n: () => stepMark(1), p: () => stepMark(-1) }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
