// Addresses: each view with its fields, each conversation and each article has one; Back leads back.
const FORMS = { quotes: "#quote-fields", timeline: "#timeline-fields", articles: "#article-fields" };
const opened = {};
let at = "";
const shownView = () => room.dataset.view;
const address = () => {
  const view = shownView(), parts = new URLSearchParams();
  if (FORMS[view]) Object.entries(fields($(FORMS[view]))).forEach(([name, value]) => { if (value) parts.set(name, value); });
  if (view === "ask" && conversation) parts.set("c", conversation);
  if (at) parts.set("at", at);
  return `#${view}${parts.size ? `?${parts}` : ""}`;
};
// What a reader goes to is a step that Back undoes; what happens by itself is none, and what an
// address itself has led to is not noted at all.
const note = (step = true) => {
  if (address() !== location.hash) history[step ? "pushState" : "replaceState"](null, "", address());
};
const show = (view, { step = true, notes = true } = {}) => {
  room.dataset.view = view;
  $$(".view").forEach((section) => { section.hidden = section.id !== `view-${view}`; });
  $$("#top nav a").forEach((link) => {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  if (notes) note(step);
  if (opened[view]) opened[view]();
};
$$("#top nav a").forEach((link) => link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.dataset.view);
}));

const named = (hash) => {
  const [view, rest] = hash.slice(1).split("?"), parts = new URLSearchParams(rest || "");
  return { view: view === "ask" || FORMS[view] ? view : "ask", parts, place: parts.get("at") || "", wanted: parts.get("c") };
};
const restore = async () => {
  const hash = location.hash, { view, parts, place, wanted } = named(hash);
  if (FORMS[view]) {
    [...$(FORMS[view]).elements].forEach((field) => { if (field.name) field.value = parts.get(field.name) || ""; });
  }
  at = place;
  show(view, { notes: false });
  if (view === "ask" && wanted && wanted !== conversation && !formingKey) await load(wanted, { shows: false });
  // Whoever has gone elsewhere while this was fetched stays there.
  if (location.hash !== hash || at !== place) return;
  note(false);
  if (place) openPlace(place);
  else openArchive();
};
window.addEventListener("popstate", restore);
