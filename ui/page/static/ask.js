// Asking: a turn forms below its question; nothing that stands is pushed about by what comes.
let conversation = null, formingKey = null, editing = null, count = 0, loads = 0, before = "";
const turns = $("#turns"), question = $("#question");

const newTurn = (key, asked) => {
  const turn = made("article", "turn");
  turn.dataset.key = key;
  turn.setAttribute("aria-label", asked);
  const head = made("div", "asked"), answer = made("div", "answer"), status = made("div", "status");
  head.append(made("h2", "", asked), tools(turn));
  answer.setAttribute("aria-live", "polite");
  const doing = made("span", "doing");
  doing.setAttribute("role", "status");
  status.append(doing, made("span", "clock"));
  turn.append(head, status, made("div", "evidence"), made("p", "lead"), answer, made("div", "after"), made("div", "foot"), made("div", "next"));
  return turn;
};
const tools = (turn) => {
  const box = made("div", "tools"), menu = made("div", "menu"), more = button("quiet", "", () => {}, "more");
  more.setAttribute("aria-label", "More");
  more.setAttribute("aria-expanded", "false");
  const choices = made("div", "choices");
  choices.hidden = true;
  const other = [
    button("quiet with-model", "In the articles’ own words", () => again(turn, "extractive"), "words"),
    button("quiet with-model", "With the language model", () => again(turn, "llm"), "model"),
    button("quiet", "Branch from here", () => branch(turn), "branch"),
  ];
  choices.append(...other);
  menu.append(more, choices);
  box.append(button("quiet", "Edit", () => edit(turn), "edit"), button("quiet", "Ask again", () => again(turn), "again"), menu);
  return box;
};
const turnOf = (key) => $$(".turn", turns).find((turn) => turn.dataset.key === key);
const askedIn = (turn) => $("h2", turn).textContent;

const put = (box, html) => { if (box.drawn !== html) { box.innerHTML = html; box.drawn = html; } };
const fillTurn = (turn, shown) => {
  const html = (shown.sentences || []).join(""), answered = html || shown.done;
  // The evidence goes when the answer comes; what stands below an answer comes and goes with it, as a
  // whole: nothing that is on screen is pushed elsewhere.
  put($(".evidence", turn), answered ? "" : shown.cards || "");
  const after = $(".after", turn), below = answered ? shown.after || "" : "";
  if (after.drawn !== below || $(".answer", turn).drawn !== html) {
    const fresh = made("div", "after");
    put(fresh, below);
    after.replaceWith(fresh);
  }
  put($(".answer", turn), html);
  put($(".lead", turn), shown.lead || "");
  turn.classList.toggle("closest", Boolean(shown.closest));
  const doing = shown.done ? (shown.stopped ? "Stopped; here is what the articles say." : shown.basis || "") : shown.status;
  // What only may answer says so from the first moment, also while a model works and after Stop.
  const unsure = shown.closest && doing !== shown.basis;
  $(".doing", turn).textContent = unsure ? `${shown.basis.replace(/:$/, "")} · ${doing}` : doing;
  if (!shown.done) return;
  $(".clock", turn).textContent = "";
  if (shown.closest) {
    $(".doing", turn).setAttribute("role", "heading");
    $(".doing", turn).setAttribute("aria-level", "3");
  }
  turn.classList.add("done", shown.kind || "answered");
  if (shown.error) fail(turn, shown.error);
  if (shown.turn) turn.dataset.turn = shown.turn;
  drawFoot(turn, shown);
};
const fail = (turn, message) => {
  const box = made("div", "failed", message);
  box.setAttribute("role", "alert");
  box.append(button("plain", "Ask again", () => again(turn), "again"));
  $(".answer", turn).replaceChildren();
  $(".lead", turn).replaceChildren();
  $(".after", turn).replaceChildren(box);
};
const drawFoot = (turn, shown) => {
  const foot = $(".foot", turn), copy = shown.copy || {};
  foot.replaceChildren();
  if (!shown.turn) return;
  const acts = made("div", "acts");
  if (copy.words) {
    acts.append(button("quiet", "Copy", () => toClipboard(copy.words), "copy"),
      button("quiet", "Copy with sources", () => toClipboard(copy.with_sources), "copy"));
  }
  acts.append(thumbs(turn, shown.thumb));
  const who = made("p", "who");
  who.innerHTML = shown.foot || "";
  foot.append(acts, who);
};
const toClipboard = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
    notify("Copied.");
  } catch {
    // Only pages from this machine, or over https, may write there by themselves.
    const box = made("textarea", "unseen", words);
    room.append(box);
    box.select();
    notify(document.execCommand("copy") ? "Copied." : "This browser does not let the page copy.");
    box.remove();
  }
};

// -- sending ------------------------------------------------------------------------------
let ticking;
const forming = (key) => {
  formingKey = key;
  $("#stop").hidden = !key;
  $("#send").hidden = Boolean(key);
  clearInterval(ticking);
  if (!key) return;
  const begun = Date.now(), clock = $(".clock", turnOf(key));
  ticking = setInterval(() => { clock.textContent = `${Math.round((Date.now() - begun) / 1000)} s`; }, 1000);
};
const send = async (asked, mode = null) => {
  if (!asked.trim()) { question.focus(); return; }
  show("ask");
  const replaced = editing;
  leaveEditing();
  if (replaced) removeFrom(replaced);
  // Who asks wants no more what is still being fetched to stand here.
  loads += 1;
  chose = false;
  $("#welcome").hidden = $("#first").hidden = true;
  $$(".next", turns).forEach((next) => next.replaceChildren());
  const key = `t${Date.now().toString(36)}${count++}`;
  const turn = newTurn(key, asked);
  turns.append(turn);
  forming(key);
  turn.scrollIntoView({ block: "start", behavior: "auto" });
  sitting.set("asking", asked);
  const whole = { key, question: asked, conversation, filters: chosen, mode,
    instead_of: replaced && replaced.dataset.turn ? Number(replaced.dataset.turn) : null };
  try {
    await stream("/ask", whole, receive);
    if (formingKey === key) lost(key, "tradewire ended before the answer was there.");
  } catch {
    if (formingKey === key) { heard(false); lost(key, "tradewire stopped answering; your question is kept here."); }
  }
};
const lost = (key, error) => receive({ key, sentences: [], done: true, kind: "failed", error });
const removeFrom = (turn) => {
  const all = $$(".turn", turns);
  all.slice(all.indexOf(turn)).forEach((one) => one.remove());
};
const edit = (turn) => {
  if (!editing) before = question.value;
  editing = turn;
  $("#editing").hidden = false;
  question.value = askedIn(turn);
  grow();
  question.focus();
};
const leaveEditing = () => { editing = null; $("#editing").hidden = true; };
const again = (turn, mode = null) => { if (formingKey) return; editing = turn; send(askedIn(turn), mode); };
const branch = async (turn) => {
  const begun = await call("branch", { turn: Number(turn.dataset.turn) });
  if (begun.error) return;
  await load(begun.conversation);
  notify("This is a copy of the conversation up to here; the other one stays as it is.");
};
$("#leave-editing").addEventListener("click", () => { leaveEditing(); question.value = before; grow(); question.focus(); });

const grow = () => {
  question.style.height = "auto";
  question.style.height = `${Math.min(question.scrollHeight + 2, 180)}px`;
  sitting.set("draft", question.value);
};
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
$("#stop").addEventListener("click", async () => {
  const turn = turnOf(formingKey);
  if (turn) $(".doing", turn).textContent = "Stopping …";
  question.focus();
  try { await post("/stop"); } catch { heard(false); }
});

// -- what comes back ------------------------------------------------------------------
const receive = (shown) => {
  const turn = turnOf(shown.key);
  if (!turn || turn.classList.contains("done")) return;
  fillTurn(turn, shown);
  if (!shown.done) return;
  if (shown.key === formingKey) forming(null);
  if (shown.kind !== "failed") sitting.set("asking", "");
  if (shown.conversation) remember(shown.conversation, shown.title);
  // The words that the answer rests on, or what the articles say instead, lie open beside it,
  // unless the reader has opened others since asking.
  const first = $("sup a.cite, .instead a.cite", turn);
  if (first && !chose && !narrow.matches && shownView() === "ask") openArticle(first, { step: false });
  else note(false);
  if (shown.turn && shown.kind !== "failed") suggest(turn, shown);
};
const suggest = async (turn, shown) => {
  const [further, narrower] = await Promise.all([call("next", { conversation: shown.conversation, turn: shown.turn }), findIn(turn)]);
  const box = $(".next", turn), asks = further.questions || [], voices = further.voices || [];
  if (!turn.isConnected || turn !== turns.lastElementChild || !(asks.length || voices.length || narrower.length)) return;
  const list = made("ul", ""), item = (inside) => { const one = made("li", ""); one.append(inside); list.append(one); return one; };
  asks.forEach((words) => item(button("suggestion", words, () => send(words))));
  voices.forEach((voice) => {
    const link = made("a", "suggestion to", `${voice.label} →`);
    link.href = `#quotes?${new URLSearchParams({ speaker: voice.name })}`;
    item(link);
  });
  narrower.forEach((found) => {
    const one = item(button("plain narrower", `Only ${found.label}`, () => { one.remove(); take(found); question.focus(); }, "filters"));
  });
  box.replaceChildren(made("h3", "", "Ask next"), list);
};

const thumbs = (turn, given) => {
  const box = made("span", "thumbs");
  let rated = 0;
  const rate = async (thumb, reason = "") => {
    const wish = (rated += 1);
    const answer = await call("rate", { turn: Number(turn.dataset.turn), thumb, reason });
    if (answer.error || wish !== rated) return;
    keepKeys(box, () => drawThumbs(thumb, reason), () => $("input", box) || $("[aria-pressed=true]", box) || $("button", box));
  };
  const drawThumbs = (thumb, reason) => {
    box.replaceChildren();
    for (const [name, words] of [["up", "Helpful"], ["down", "Not helpful"]]) {
      const one = button("quiet", words, () => rate(thumb === name ? null : name), name);
      one.setAttribute("aria-pressed", String(thumb === name));
      box.append(one);
    }
    if (thumb !== "down" || reason) { if (reason) box.append(made("span", "where", "Thank you, noted.")); return; }
    const form = made("form", "reason"), field = made("input", "");
    field.setAttribute("aria-label", "What was wrong?");
    field.placeholder = "What was wrong?";
    field.maxLength = 2000;
    form.append(field, made("button", "quiet", "Send"));
    form.addEventListener("submit", (event) => { event.preventDefault(); rate("down", field.value); });
    box.append(form);
  };
  drawThumbs(given || null, "");
  return box;
};

// -- before the first question: what could be asked, or how to add a first article ----------
const EXAMPLES = 4;
const offers = (questions) => questions.map((words) => {
  const item = made("li", "");
  item.append(button("suggestion", words, () => send(words)));
  return item;
});
const welcome = async () => {
  const answer = await newest("welcome"), list = $("#examples");
  if (!answer) return;
  const known = answer.examples, wish = latest.welcome, left = EXAMPLES - known.length;
  $("#welcome").hidden = turns.querySelector(".turn") !== null || answer.empty;
  $("#first").hidden = !answer.empty;
  question.placeholder = answer.empty ? "Add an article first" : "Ask about your articles";
  list.replaceChildren(...offers(known));
  if (answer.empty || left <= 0) return;
  // The others have to be tried first, which takes its time after a start; their lines are kept free.
  list.append(...Array.from({ length: left }, () => made("li", "")));
  const all = await call("examples");
  if (all.error || wish !== latest.welcome) return;
  $$("li:empty", list).forEach((item) => item.remove());
  list.append(...offers(all.examples.slice(known.length)));
};
$("#first-files").addEventListener("click", () => $("#files").click());
$("#first-address").addEventListener("click", () => { show("articles"); $("#address").focus(); });
