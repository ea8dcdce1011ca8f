// Kept conversations: a drawer beside its button, and the way back to what was asked.
const drawer = $("#drawer"), veil = $("#veil");
const rowOf = (id) => $$("#conversation-list li").find((row) => row.dataset.conversation === id);
const inRow = (id, what) => { const row = rowOf(id); return row ? $(what, row) : null; };
const hideLeaving = () => $$("#conversation-list li").forEach((row) => { row.hidden = Boolean(leavingFor) && row.dataset.conversation === leavingFor.id; });
const drawConversations = async (where) => {
  const answer = await newest("conversations", { search: $("#conversation-search").value });
  // A name that is being written is not drawn over; the list follows when that is done.
  if (!answer || $("#conversation-list form.rename")) return;
  draw($("#conversation-list"), answer.html, where);
  hideLeaving();
};
const openDrawer = () => {
  drawer.hidden = veil.hidden = false;
  $("#drawer-button").setAttribute("aria-expanded", "true");
  if (leavingFor) clearTimeout(leavingFor.timer);
  $("#conversation-search").focus();
  return drawConversations();
};
const closeDrawer = () => {
  drawer.hidden = veil.hidden = true;
  $("#drawer-button").setAttribute("aria-expanded", "false");
  $("#drawer-button").focus();
  if (leavingFor) leavingFor.timer = setTimeout(deleteNow, 8000);
};
$("#drawer-button").addEventListener("click", () => (drawer.hidden ? openDrawer() : closeDrawer()));
$(".close", drawer).addEventListener("click", closeDrawer);
veil.addEventListener("click", closeDrawer);
$("#conversation-search").addEventListener("input", soon(() => drawConversations()));

const remember = (id, title = "") => {
  conversation = id;
  $("#export").disabled = !id;
  $("#conversation-title").textContent = title;
  sitting.set("conversation", id || "");
};
const emptied = () => {
  loads += 1;
  if (formingKey) post("/stop").catch(() => heard(false));
  forming(null);
  leaveEditing();
  $$(".turn", turns).forEach((turn) => turn.remove());
};
const fresh = ({ step = true } = {}) => {
  emptied();
  remember(null);
  welcome();
  openArchive();
  show("ask", { step });
};
const begun = () => { fresh(); question.focus({ preventScroll: true }); };
$("#fresh").addEventListener("click", begun);
$("#new").addEventListener("click", () => { closeDrawer(); begun(); });

const load = async (id, { turn = null, words = "", shows = true } = {}) => {
  const wish = (loads += 1);
  const kept = await call("conversation", { conversation: id });
  if (wish !== loads) return;
  if (kept.error) { if (kept.error !== "no answer") remember(null); return; }
  emptied();
  $("#welcome").hidden = $("#first").hidden = kept.turns.length > 0;
  remember(id, kept.title);
  kept.turns.forEach((shown) => {
    const one = newTurn(shown.key, shown.question);
    turns.append(one);
    fillTurn(one, shown);
  });
  const wanted = $$(".turn", turns).find((one) => one.dataset.turn === String(turn)) || turns.lastElementChild;
  if (shows) show("ask");
  if (wanted) wanted.scrollIntoView({ block: "start", behavior: "auto" });
  showWords(words, turn === null ? turns : wanted);
};
// The words that led here are painted where they stand.
const showWords = (words, box) => {
  const stems = words.toLowerCase().split(/\s+/).filter(Boolean), ranges = [];
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (stems.length && walk.nextNode()) {
    const node = walk.currentNode, text = node.data.toLowerCase();
    stems.forEach((stem) => {
      for (let from = text.indexOf(stem); from >= 0; from = text.indexOf(stem, from + stem.length)) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, from + stem.length);
        ranges.push(range);
      }
    });
  }
  painted("searched", ranges);
};

// -- export -------------------------------------------------------------------------------
const save = (name, file) => {
  const link = made("a", "");
  const bytes = Uint8Array.from(atob(file), (char) => char.charCodeAt(0));
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
$("#export-forms").addEventListener("click", async (event) => {
  const form = event.target.closest("[data-form]")?.dataset.form;
  if (!form) return;
  const written = await call("export", { conversation, form, zone: ZONE });
  if (!written.error) save(written.name, written.file);
});
$("#print").addEventListener("click", () => window.print());

// -- the rows of the drawer -----------------------------------------------------------------
const rename = (row) => {
  const open = $(".open", row), form = made("form", "rename"), field = made("input", "");
  // Saving takes a moment: who has gone on to another field by then keeps it.
  const leave = () => {
    const stayed = form.contains(document.activeElement);
    form.remove();
    open.hidden = false;
    if (stayed) $("[data-do=rename]", row).focus();
    drawConversations(() => inRow(row.dataset.conversation, "[data-do=rename]"));
  };
  field.value = row.dataset.title;
  field.maxLength = 120;
  field.setAttribute("aria-label", "New title");
  form.append(field, made("button", "quiet", "Save"), button("quiet", "Cancel", leave));
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); leave(); } });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const renamed = await call("rename", { conversation: row.dataset.conversation, title: field.value });
    if (renamed.error) return;
    if (row.dataset.conversation === conversation) remember(conversation, renamed.title);
    open.textContent = renamed.title;
    leave();
  });
  open.hidden = true;
  open.after(form);
  field.select();
};
// Deleted is what nobody took back before the drawer was closed and a few seconds had gone by, or
// what was left behind.
let leavingFor = null;
const settle = () => {
  clearTimeout(leavingFor.timer);
  leavingFor = null;
  sitting.set("deleted", "");
  if ($("#notice .act").textContent === "Undo") notify("");
};
const deleteNow = () => {
  if (!leavingFor) return;
  const { id } = leavingFor;
  settle();
  call("delete", { conversation: id });
};
const putAway = (row) => {
  deleteNow();
  const id = row.dataset.conversation;
  row.hidden = true;
  if (id === conversation) fresh({ step: false });
  leavingFor = { id, timer: 0 };
  sitting.set("deleted", id);
  notify(`“${row.dataset.title}” is deleted.`, { label: "Undo", stays: true, act: () => {
    if (!leavingFor || leavingFor.id !== id) return;
    settle();
    hideLeaving();
    inRow(id, "[data-do=delete]")?.focus();
  } });
  $("#notice .act").focus();
};
addEventListener("pagehide", () => {
  if (leavingFor) navigator.sendBeacon("./room", JSON.stringify({ do: "delete", conversation: leavingFor.id }));
});
$("#conversation-list").addEventListener("click", async (event) => {
  const pressed = event.target.closest("button[data-do]");
  if (!pressed) return;
  const row = pressed.closest("li"), id = row.dataset.conversation, act = pressed.dataset.do;
  if (act === "open") {
    const words = $("#conversation-search").value;
    closeDrawer();
    load(id, { turn: row.dataset.turn || null, words });
  } else if (act === "rename") rename(row);
  else if (act === "delete") putAway(row);
  else {
    await call("pin", { conversation: id, pinned: act === "pin" });
    drawConversations(() => inRow(id, "[data-do=pin], [data-do=unpin]"));
  }
});
