// Filters as chips, set by hand; those that a question itself names are offered below its answer.
// Of publishers and speakers there may be several: any of them will do.
let chosen = { since: "", until: "", publisher: [], speaker: [] };
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
  $("#chips").replaceChildren(...rows);
};
const choose = (name, value) => {
  if (!Array.isArray(chosen[name])) chosen[name] = value;
  else if (value && !isSet(name, value)) chosen[name] = [...chosen[name], value];
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
const findIn = async (turn) => {
  const answer = await newest("found", { question: askedIn(turn) });
  return (answer ? answer.found : []).filter((one) => (one.name === "period"
    ? !(isSet("since", one.since) && isSet("until", one.until)) : !isSet(one.name, one.value)));
};
