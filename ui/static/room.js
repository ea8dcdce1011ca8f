// The page's one way to the server, and what all views share. The files of this folder are joined
// into one function body: `element`, `trigger`, `props`, `server`, `upload`, `watch` are Gradio's.
const $ = (selector, within = element) => within.querySelector(selector);
const $$ = (selector, within = element) => [...within.querySelectorAll(selector)];
const room = $(".room");
const keep = {
  get: (name) => { try { return localStorage.getItem(`tradewire.${name}`); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(`tradewire.${name}`, value); } catch { /* private window */ } },
};


const notify = (message) => {
  const box = $("#notice");
  box.textContent = message;
  box.hidden = !message;
  clearTimeout(notify.timer);
  if (message) notify.timer = setTimeout(() => { box.hidden = true; }, 9000);
};
const call = async (what, asked = {}) => {
  try {
    const answer = await server.room({ do: what, ...asked });
    if (answer.error) notify(answer.error);
    return answer;
  } catch {
    notify("The server does not answer; is tradewire still running?");
    return { error: "no answer" };
  }
};

// A list keeps its old rows until the new ones are there; a late answer to an old wish is dropped.
// Rows that are the same stay, with what a reader has begun in them.
const latest = {};
const draw = (box, html) => {
  if (box.drawn !== html) box.innerHTML = html;
  box.drawn = html;
};
const fill = async (box, what, asked) => {
  const wish = (latest[what] = (latest[what] || 0) + 1);
  const answer = await call(what, asked);
  if (wish === latest[what] && !answer.error) draw(box, answer.html);
};
const fields = (form) => Object.fromEntries(new FormData(form));
const soon = (act, wait = 200) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
};

// -- views, theme, status -------------------------------------------------------------
const shownView = () => room.dataset.view;
const opened = {};
const show = (view) => {
  room.dataset.view = view;
  $$(".view").forEach((section) => { section.hidden = section.id !== `view-${view}`; });
  $$("#top nav button").forEach((button) => {
    if (button.dataset.view === view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
  history.replaceState(null, "", `#${view}`);
  if (opened[view]) opened[view]();
};
$$("#top nav button").forEach((button) => button.addEventListener("click", () => show(button.dataset.view)));

const theme = () => document.documentElement.dataset.theme;
const paint = (name) => {
  document.documentElement.dataset.theme = name;
  $("#theme").textContent = name === "dark" ? "Light" : "Dark";
  $("#theme").setAttribute("aria-label", name === "dark" ? "Use light colours" : "Use dark colours");
};
paint(keep.get("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("#theme").addEventListener("click", () => {
  paint(theme() === "dark" ? "light" : "dark");
  keep.set("theme", theme());
  if (shownView() === "timeline") opened.timeline();
});

let stock = "";
const lookUp = async () => {
  const status = await call("status");
  if (status.error) return;
  const line = $("#mode");
  $("b", line).textContent = status.mode;
  $("span", line).textContent = status.articles;
  line.title = status.message;
  if (status.stock === stock) return;
  // Articles came or went, by this page or another way.
  stock = status.stock;
  choices();
  welcome();
};
const choices = async () => {
  const known = await call("choices");
  for (const name of ["speakers", "publishers"]) {
    $(`#${name}`).replaceChildren(...(known[name] || []).map((value) => Object.assign(document.createElement("option"), { value })));
  }
};
lookUp();
setInterval(() => { if (!document.hidden) lookUp(); }, 10000);
