// The reader pane, the card over a number, and the keys.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 60rem)");
let cameFrom = null;

const openArticle = async (link) => {
  const href = link.getAttribute("href") || "";
  cameFrom = link;
  $$("a.cite[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  const answer = await call("article", { address: href.slice(href.indexOf("#")) });
  if (answer.error) return;
  const page = $("#page");
  page.innerHTML = answer.html;
  room.classList.add("reading");
  const mark = $("#marked", page);
  if (mark) mark.scrollIntoView({ block: "center", behavior: "auto" });
  else page.scrollTop = 0;
  if (narrow.matches) $("#reader .close").focus({ preventScroll: true });
};
const closeReader = () => {
  room.classList.remove("reading");
  if (cameFrom && cameFrom.isConnected && narrow.matches) cameFrom.focus();
};
$("#reader .close").addEventListener("click", closeReader);

// -- the card: shown over and beside a number, reachable by pointer, gone with Esc ------
const hovercard = $("#hovercard");
let leaving;
const hideCard = () => { hovercard.hidden = true; };
const showCard = (link) => {
  clearTimeout(leaving);
  const part = (tag, name, words) => Object.assign(document.createElement(tag), { className: name, textContent: words });
  hovercard.replaceChildren(
    part("p", "quote", link.dataset.quote), part("p", "title", link.dataset.title), part("p", "where", link.dataset.where),
  );
  hovercard.hidden = false;
  const at = link.getBoundingClientRect(), size = hovercard.getBoundingClientRect();
  const below = at.bottom + 8 + size.height < innerHeight;
  hovercard.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  hovercard.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - size.height - 8)}px`;
};
const overNumber = (event) => event.target.closest && event.target.closest("a.cite[data-quote]");
element.addEventListener("mouseover", (event) => {
  const link = overNumber(event);
  if (link) showCard(link);
  else if (event.target.closest("#hovercard")) clearTimeout(leaving);
});
element.addEventListener("mouseout", (event) => {
  if (overNumber(event) || event.target.closest("#hovercard")) { clearTimeout(leaving); leaving = setTimeout(hideCard, 150); }
});
element.addEventListener("focusin", (event) => { const link = overNumber(event); if (link && link.matches(":focus-visible")) showCard(link); });
element.addEventListener("focusout", (event) => { if (overNumber(event)) hideCard(); });

element.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite");
  if (link) { event.preventDefault(); hideCard(); openArticle(link); return; }
  const mark = event.target.closest("button.mark");
  if (mark) {
    const why = document.getElementById(mark.getAttribute("aria-controls"));
    why.hidden = !why.hidden;
    mark.setAttribute("aria-expanded", String(!why.hidden));
  }
});

// -- keys: they can be switched off, since single letters may be spoken commands --------
let keysOn = keep.get("keys") !== "off";
const tellKeys = () => {
  $("#shortcuts").setAttribute("aria-pressed", String(keysOn));
  $("#shortcuts").textContent = keysOn ? "Keys on" : "Keys off";
};
tellKeys();
$("#shortcuts").addEventListener("click", () => { keysOn = !keysOn; keep.set("keys", keysOn ? "on" : "off"); tellKeys(); });

const step = (by) => {
  const view = $(`#view-${shownView()}`);
  const numbers = $$("sup a.cite", view);
  const links = numbers.length ? numbers : $$("a.cite", view);
  if (!links.length) return;
  const from = links.indexOf(document.activeElement);
  const at = from < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, from + by));
  links[at].focus();
  links[at].scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  if (links[at].dataset.quote) showCard(links[at]);
};
document.addEventListener("keydown", (event) => {
  if (!element.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!hovercard.hidden) hideCard();
    else if (!$("#drawer").hidden) closeDrawer();
    else if (narrow.matches && room.classList.contains("reading")) closeReader();
    else document.activeElement.blur();
    return;
  }
  if (!keysOn || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
  if (event.key === "/") { event.preventDefault(); show("ask"); $("#question").focus(); }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
