// Asking: a turn forms sentence by sentence; what once stands is never rewritten.
let conversation = null, formingKey = null, editing = null, count = 0;
const turns = $("#turns"), question = $("#question");
const made = (tag, name, words = "") => Object.assign(document.createElement(tag), { className: name, textContent: words });
const button = (name, words, act) => {
  const one = made("button", name, words);
  one.type = "button";
  one.addEventListener("click", act);
  return one;
};

const newTurn = (key, asked) => {
  const turn = made("article", "turn");
  turn.dataset.key = key;
  const head = made("div", "asked");
  const tools = made("div", "tools");
  tools.append(button("quiet", "Edit", () => edit(turn)), button("quiet", "Ask again", () => again(turn)));
  head.append(made("h2", "", asked), tools);
  const answer = made("div", "answer");
  answer.setAttribute("aria-live", "polite");
  const status = made("p", "status");
  status.setAttribute("role", "status");
  turn.append(head, answer, status, made("div", "after"), made("div", "foot"), made("div", "next"));
  turn.setAttribute("aria-label", asked);
  return turn;
};
const turnOf = (key) => $$(".turn", turns).find((turn) => turn.dataset.key === key);
const askedIn = (turn) => $("h2", turn).textContent;

const fillTurn = (turn, shown) => {
  const answer = $(".answer", turn), after = $(".after", turn);
  const there = answer.children.length;
  (shown.sentences || []).slice(there).forEach((html) => answer.insertAdjacentHTML("beforeend", html));
  $(".status", turn).textContent = shown.status || "";
  if (!shown.done) {
    if (shown.cards && !after.children.length) after.innerHTML = shown.cards;
    return;
  }
  after.innerHTML = shown.error ? "" : shown.after || "";
  if (shown.error) {
    const failed = made("div", "failed", shown.error);
    failed.setAttribute("role", "alert");
    after.append(failed);
  }
  if (shown.turn) turn.dataset.turn = shown.turn;
  turn.classList.add("done", shown.kind || "answered");
  $(".foot", turn).innerHTML = `<span class='who'>${shown.foot || ""}</span>`;
  if (shown.stopped) $(".foot", turn).prepend(made("b", "stopped", "Stopped. "));
  if (shown.turn) $(".foot", turn).append(thumbs(turn, shown.thumb));
};

const forming = (key) => {
  formingKey = key;
  $("#stop").hidden = !key;
  $("#ask").hidden = Boolean(key);
};
const send = (asked) => {
  if (!asked.trim()) { question.focus(); return; }
  show("ask");
  const replaced = editing;
  leaveEditing();
  if (replaced) removeFrom(replaced);
  $("#welcome").hidden = $("#first").hidden = true;
  $$(".next", turns).forEach((next) => next.replaceChildren());
  const key = `t${Date.now().toString(36)}${count++}`;
  const turn = newTurn(key, asked);
  turns.append(turn);
  forming(key);
  turn.scrollIntoView({ block: "start", behavior: "auto" });
  trigger("ask", {
    key, question: asked, conversation, filters: chosen,
    instead_of: replaced && replaced.dataset.turn ? Number(replaced.dataset.turn) : null,
  });
};
const removeFrom = (turn) => {
  const all = $$(".turn", turns);
  all.slice(all.indexOf(turn)).forEach((one) => one.remove());
};
const edit = (turn) => {
  editing = turn;
  $("#editing").hidden = false;
  question.value = askedIn(turn);
  grow();
  question.focus();
};
const leaveEditing = () => { editing = null; $("#editing").hidden = true; };
const again = (turn) => { editing = turn; send(askedIn(turn)); };
$("#leave-editing").addEventListener("click", () => { leaveEditing(); question.value = ""; grow(); });

const grow = () => { question.style.height = "auto"; question.style.height = `${Math.min(question.scrollHeight + 2, 180)}px`; };
grow();
question.addEventListener("input", grow);
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("#composer").requestSubmit();
});
$("#composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = question.value;
  if (formingKey || !asked.trim()) return;
  question.value = "";
  grow();
  send(asked);
});
$("#stop").addEventListener("click", () => { trigger("stop"); $("#stop").blur(); });

// -- what comes back ------------------------------------------------------------------
const receive = (shown) => {
  const turn = turnOf(shown.key);
  if (!turn || turn.classList.contains("done")) return;
  fillTurn(turn, shown);
  if (!shown.done) return;
  forming(null);
  if (shown.conversation) remember(shown.conversation);
  findIn(askedIn(turn));
  if (shown.turn && shown.kind !== "failed") suggest(turn, shown);
};
const suggest = async (turn, shown) => {
  const further = await call("next", { conversation: shown.conversation, turn: shown.turn });
  const box = $(".next", turn);
  if (!turn.isConnected || turn !== turns.lastElementChild || !(further.questions || []).length) return;
  const list = made("ul", "");
  further.questions.forEach((words) => {
    const item = made("li", "");
    item.append(button("suggestion", words, () => send(words)));
    list.append(item);
  });
  box.append(made("h3", "", "Ask next"), list);
};

const thumbs = (turn, given) => {
  const box = made("span", "thumbs");
  const rate = async (thumb, reason = "") => {
    const answer = await call("rate", { turn: Number(turn.dataset.turn), thumb, reason });
    if (!answer.error) draw(thumb, reason);
  };
  const draw = (thumb, reason) => {
    box.replaceChildren();
    for (const [name, words] of [["up", "Helpful"], ["down", "Not helpful"]]) {
      const one = button("quiet", words, () => rate(thumb === name ? null : name));
      one.setAttribute("aria-pressed", String(thumb === name));
      box.append(one);
    }
    if (thumb !== "down" || reason) { if (reason) box.append(made("span", "where", "Thank you, noted.")); return; }
    const form = made("form", "reason"), field = made("input", "");
    field.setAttribute("aria-label", "What was wrong?");
    field.placeholder = "What was wrong?";
    field.maxLength = 2000;
    const note = made("button", "quiet", "Note it");
    form.append(field, note);
    form.addEventListener("submit", (event) => { event.preventDefault(); rate("down", field.value); });
    box.append(form);
  };
  draw(given || null, "");
  return box;
};

// -- filters as chips: set by hand, or found in the question and offered -----------------
// Of publishers and speakers there may be several: any of them will do.
let chosen = { since: "", until: "", publisher: [], speaker: [] }, offered = [];
const LABELS = { since: "from", until: "to", publisher: "publisher", speaker: "speaker" };
const isSet = (name, value) => [chosen[name]].flat().includes(value);
const chip = (words, without, act) => {
  const item = made("li", "chip", words);
  const off = button("quiet", "×", act);
  off.setAttribute("aria-label", without);
  item.append(off);
  return item;
};
const drawChips = () => {
  const rows = Object.entries(chosen).flatMap(([name, values]) => [values].flat().filter(Boolean).map((value) => {
    const words = `${LABELS[name]}: ${value}`;
    return chip(`${words} `, `Remove the filter ${words}`, () => { unchoose(name, value); question.focus(); });
  }));
  offered.forEach((found) => {
    const forget = () => { offered = offered.filter((other) => other !== found); drawChips(); };
    const item = chip("", `Do not offer ${found.label} as a filter`, forget);
    item.classList.add("offered");
    item.prepend(button("quiet", `only ${found.label}`, () => { take(found); forget(); }));
    rows.push(item);
  });
  $("#chips").replaceChildren(...rows);
};
const choose = (name, value) => {
  if (!Array.isArray(chosen[name])) chosen[name] = value;
  else if (value && !isSet(name, value)) chosen[name] = [...chosen[name], value];
  offered = offered.filter((found) => !(found.name === name && found.value === value));
  drawFields();
};
const unchoose = (name, value) => {
  chosen[name] = Array.isArray(chosen[name]) ? chosen[name].filter((other) => other !== value) : "";
  drawFields();
};
const take = (found) => {
  if (found.name !== "period") { choose(found.name, found.value); return; }
  choose("since", found.since);
  choose("until", found.until);
};
const drawFields = () => {
  for (const name of ["since", "until"]) $(`#filter-fields [name=${name}]`).value = chosen[name];
  for (const name of ["publisher", "speaker"]) $(`#filter-fields [name=${name}]`).value = "";
  drawChips();
};
$("#filter-fields").addEventListener("change", (event) => choose(event.target.name, event.target.value.trim()));
// A name is finished with Enter: it must not send the question.
$("#filter-fields").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  choose(event.target.name, event.target.value.trim());
});
$("#filters").addEventListener("click", () => {
  const box = $("#filter-fields");
  box.hidden = !box.hidden;
  $("#filters").setAttribute("aria-expanded", String(!box.hidden));
});
const findIn = async (asked) => {
  const answer = await call("found", { question: asked });
  offered = (answer.found || []).filter((one) => (one.name === "period"
    ? !(isSet("since", one.since) && isSet("until", one.until)) : !isSet(one.name, one.value)));
  drawChips();
};

// -- before the first question: what could be asked, or how to add a first article ----------
const welcome = async () => {
  const answer = await call("welcome");
  if (answer.error) return;
  $("#welcome").hidden = turns.querySelector(".turn") !== null || answer.empty;
  $("#first").hidden = !answer.empty;
  question.placeholder = answer.empty ? "Add an article first, then ask about it" : "Ask about your articles";
  $("#examples").replaceChildren(...answer.examples.map((words) => {
    const item = made("li", "");
    item.append(button("suggestion", words, () => send(words)));
    return item;
  }));
};
$("#first-files").addEventListener("click", () => $("#files").click());
$("#first-address").addEventListener("click", () => { show("articles"); $("#address").focus(); });
