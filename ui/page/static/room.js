// The page's one way to the server, and what all views share. The files of this folder are joined
// into one module.
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const room = $(".room");
const made = (tag, name, words = "") => Object.assign(document.createElement(tag), { className: name, textContent: words });
const button = (name, words, act, icon = "") => {
  const one = made("button", name);
  one.type = "button";
  if (icon) one.append(made("span", `icon ${icon}`));
  one.append(words);
  one.addEventListener("click", act);
  return one;
};
const store = (of) => ({
  get: (name) => { try { return of().getItem(`tradewire.${name}`); } catch { return null; } },
  set: (name, value) => { try { of().setItem(`tradewire.${name}`, value); } catch { /* private window */ } },
});
const keep = store(() => localStorage), sitting = store(() => sessionStorage);
const page = Math.random().toString(36).slice(2);

// -- one style of notice: a line at the foot, with at most one thing to do about it -------
const notify = (message, { label = "", act = null, stays = false } = {}) => {
  const box = $("#notice"), doing = $(".act", box);
  $("p", box).textContent = message;
  doing.hidden = !act;
  doing.textContent = label;
  doing.onclick = act ? () => { notify(""); act(); } : null;
  box.hidden = !message;
  clearTimeout(notify.timer);
  if (message && !stays) notify.timer = setTimeout(() => notify(""), 8000);
};
$("#notice .close").addEventListener("click", () => notify(""));

// -- the server: here, away, or another one than before ------------------------------------
const AWAY = "tradewire does not answer. Start it again; what you have written stays here.";
const SILENT = 20000;
let away = false;
const heard = (there) => {
  const changed = away === there;
  away = !there;
  if (!changed) return;
  notify(there ? "tradewire answers again." : AWAY, { stays: !there });
  watchServer();
};
const post = async (path, asked, signal) => {
  const body = JSON.stringify({ session: page, ...asked });
  const reply = await fetch(`.${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  heard(true);
  return reply;
};
const call = async (what, asked = {}, signal = undefined) => {
  try {
    const answer = await (await post("/room", { do: what, ...asked }, signal)).json();
    if (answer.error) notify(answer.error);
    return answer;
  } catch {
    heard(false);
    return { error: "no answer" };
  }
};
// Each line as it comes; a server that says nothing at all for so long is gone.
const stream = async (path, asked, each) => {
  const cut = new AbortController();
  let timer = setTimeout(() => cut.abort(), SILENT);
  const reader = (await post(path, asked, cut.signal)).body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    clearTimeout(timer);
    if (done) return;
    timer = setTimeout(() => cut.abort(), SILENT);
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    // An empty line says that the server lives and works.
    lines.filter(Boolean).forEach((line) => each(JSON.parse(line)));
  }
};

// A list keeps its old rows until the new ones are there; a late answer to an old wish is dropped.
// Rows that are the same stay, with what a reader has begun in them.
const latest = {};
const newest = async (what, asked) => {
  const wish = (latest[what] = (latest[what] || 0) + 1);
  const answer = await call(what, asked);
  return wish === latest[what] && !answer.error ? answer : null;
};
// The keys stay where they were, if that is drawn anew; whoever has gone on by then is left alone.
const keepKeys = (box, act, where) => {
  const held = box.contains(document.activeElement);
  act();
  const next = held && !box.contains(document.activeElement) && where();
  if (next) next.focus({ preventScroll: true });
};
const draw = (box, html, where = () => null) => {
  if (box.drawn !== html) keepKeys(box, () => { box.innerHTML = html; }, where);
  box.drawn = html;
  localTimes(box);
};
const fill = async (box, what, asked, where) => {
  const list = box.closest(".list");
  list.setAttribute("aria-busy", "true");
  const coming = newest(what, asked), wish = latest[what], answer = await coming;
  if (wish === latest[what]) list.removeAttribute("aria-busy");
  if (answer) draw(box, answer.html, where);
  return answer;
};
const fields = (form) => Object.fromEntries(new FormData(form));
const soon = (act, wait = 200) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
};
// Moments stand in the page in UTC; a reader has a zone of his own.
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const localTimes = (box) => $$("time[datetime]", box).forEach((time) => {
  const at = new Date(time.dateTime);
  const today = at.toDateString() === new Date().toDateString();
  time.textContent = today ? `today, ${at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`
    : at.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
});

// -- theme, and who answers from how much ----------------------------------------------------
const theme = () => document.documentElement.dataset.theme;
const paint = (name) => {
  document.documentElement.dataset.theme = name;
  $("#theme .icon").className = `icon ${name === "dark" ? "sun" : "moon"}`;
  $("#theme").setAttribute("aria-label", name === "dark" ? "Use light colours" : "Use dark colours");
};
paint(keep.get("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("#theme").addEventListener("click", () => {
  paint(theme() === "dark" ? "light" : "dark");
  keep.set("theme", theme());
  drawPlot();
});

let stock = null;
const lookUp = async () => {
  const status = await call("status", {}, AbortSignal.timeout(SILENT));
  if (status.error) return;
  const line = $("#mode");
  $("b", line).textContent = status.articles;
  $("span", line).textContent = status.mode;
  line.title = status.message;
  room.classList.toggle("with-model", status.words);
  room.classList.toggle("only-reads", !status.editor);
  if (status.stock === stock) return;
  const known = stock !== null;
  stock = status.stock;
  choices();
  // Articles came or went, by this page or another way.
  if (!known) return;
  welcome();
  if (!at) openArchive();
};
const choices = async () => {
  const known = await call("choices");
  for (const name of ["speakers", "publishers"]) {
    $(`#${name}`).replaceChildren(...(known[name] || []).map((value) => Object.assign(document.createElement("option"), { value })));
  }
};
let watching;
const watchServer = () => {
  clearTimeout(watching);
  watching = setTimeout(async () => {
    if (!document.hidden) await lookUp();
    watchServer();
  }, away ? 2000 : 10000);
};

// -- small menus: a button, and choices that go when one is taken or one looks elsewhere ------
const toggleMenu = (menu, open) => {
  const choices = $(".choices", menu);
  choices.hidden = !open;
  $("button", menu).setAttribute("aria-expanded", String(open));
  if (open) $("button", choices).focus();
};
const openMenus = () => $$(".menu").filter((menu) => !$(".choices", menu).hidden);
document.addEventListener("click", (event) => {
  const menu = event.target.closest(".menu"), pressed = event.target.closest("button");
  openMenus().forEach((other) => { if (other !== menu) toggleMenu(other, false); });
  if (menu && pressed) toggleMenu(menu, pressed === $("button", menu) && $(".choices", menu).hidden);
});
