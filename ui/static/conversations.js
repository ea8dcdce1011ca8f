// Kept conversations: a drawer, and the way back to what was asked before a reload.
const drawer = $("#drawer");
const drawConversations = () => fill($("#conversation-list"), "conversations", { search: $("#conversation-search").value });
const openDrawer = () => {
  drawer.hidden = false;
  $("#drawer-button").setAttribute("aria-expanded", "true");
  $("#conversation-search").focus();
  return drawConversations();
};
// What is on the screen is the conversation to export: its row is where the forms are offered.
$("#export").addEventListener("click", async () => {
  $("#conversation-search").value = "";
  await openDrawer();
  const row = $$("#conversation-list li").find((one) => one.dataset.conversation === conversation);
  if (row) $("[data-do=md]", row).focus();
});
const closeDrawer = () => {
  drawer.hidden = true;
  $("#drawer-button").setAttribute("aria-expanded", "false");
  $("#drawer-button").focus();
};
$("#drawer-button").addEventListener("click", () => (drawer.hidden ? openDrawer() : closeDrawer()));
$(".close", drawer).addEventListener("click", closeDrawer);
$("#conversation-search").addEventListener("input", soon(drawConversations));

const remember = (id) => {
  conversation = id;
  $("#export").hidden = !id;
  try { sessionStorage.setItem("tradewire.conversation", id || ""); } catch { /* private window */ }
};
const fresh = () => {
  if (formingKey) trigger("stop");
  forming(null);
  remember(null);
  leaveEditing();
  $$(".turn", turns).forEach((turn) => turn.remove());
  welcome();
  offered = [];
  drawChips();
  show("ask");
  question.focus();
};
$("#fresh").addEventListener("click", fresh);
$("#new").addEventListener("click", () => { closeDrawer(); fresh(); });

const load = async (id) => {
  const kept = await call("conversation", { conversation: id });
  if (kept.error) { remember(null); return; }
  $$(".turn", turns).forEach((turn) => turn.remove());
  $("#welcome").hidden = $("#first").hidden = kept.turns.length > 0;
  remember(id);
  kept.turns.forEach((shown) => {
    const turn = newTurn(shown.key, shown.question);
    turns.append(turn);
    fillTurn(turn, shown);
  });
  if (turns.lastElementChild) turns.lastElementChild.scrollIntoView({ block: "start", behavior: "auto" });
  show("ask");
};
const save = (name, text) => {
  const link = made("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
const rename = (row) => {
  const form = made("form", "rename"), field = made("input", "");
  field.value = row.dataset.title;
  field.maxLength = 120;
  field.setAttribute("aria-label", "New title");
  form.append(field, made("button", "quiet", "Save"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await call("rename", { conversation: row.dataset.conversation, title: field.value });
    form.remove();
    drawConversations();
  });
  $(".rename", row)?.remove();
  row.prepend(form);
  field.select();
};
$("#conversation-list").addEventListener("click", async (event) => {
  const pressed = event.target.closest("button[data-do]");
  if (!pressed) return;
  const row = pressed.closest("li"), id = row.dataset.conversation, act = pressed.dataset.do;
  if (act === "open") { closeDrawer(); load(id); }
  else if (act === "rename") rename(row);
  else if (act === "delete") {
    if (!pressed.classList.contains("sure")) {
      pressed.classList.add("sure");
      pressed.textContent = "Really delete?";
      setTimeout(() => { pressed.classList.remove("sure"); pressed.textContent = "Delete"; }, 5000);
      return;
    }
    await call("delete", { conversation: id });
    if (id === conversation) fresh();
    drawConversations();
  } else {
    const written = await call("export", { conversation: id, form: act });
    if (!written.error) save(written.name, written.text);
  }
});

// -- the server speaks through the component's value -------------------------------------
watch("value", () => {
  const shown = props.value;
  if (!shown) return;
  if (shown.key) receive(shown);
  else if (shown.broken) receive({ key: formingKey, done: true, kind: "failed", error: shown.broken });
  else if ("report" in shown) added(shown);
  else if ("timeline" in shown) drawnTimeline(shown);
});
const left = (() => { try { return sessionStorage.getItem("tradewire.conversation"); } catch { return null; } })();
if (left) load(left);
const asked = location.hash.slice(1);
if (opened[asked]) show(asked);
else question.focus({ preventScroll: true });
element.dataset.ready = "yes";
