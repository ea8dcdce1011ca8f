// The beginning: what was there before a reload, and where its address leads.
lookUp().then(watchServer);
welcome();
question.value = sitting.get("draft") || sitting.get("asking") || "";
grow();
const begin = async () => {
  const left = sitting.get("conversation"), { wanted } = named(location.hash), deleted = sitting.get("deleted");
  // What was being deleted when the page was left: the word of it may not have got through.
  if (deleted) { await post("/room", { do: "delete", conversation: deleted }).catch(() => heard(false)); sitting.set("deleted", ""); }
  if (left && !wanted) await load(left, { shows: false });
  await restore();
  if (shownView() === "ask" && document.activeElement === document.body) question.focus({ preventScroll: true });
  document.body.dataset.ready = "yes";
};
begin();
