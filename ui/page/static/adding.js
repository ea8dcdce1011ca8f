// Adding: files dropped anywhere, or an address; what became of each, and what to ask of it.
const MOST_BYTES = 50_000_000;
const refuse = (words) => { $("#refused").append(made("li", "failed", words)); $("#refused").hidden = false; };
const sendFile = async (file) => {
  if (file.size > MOST_BYTES) { refuse(`“${file.name}” is larger than 50 MB; split it.`); return null; }
  try {
    const reply = await fetch(`./upload?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const told = await reply.json();
    if (reply.ok) return told.file;
    refuse(told.error);
  } catch {
    refuse(`“${file.name}” could not be sent; is it still there, and tradewire running?`);
  }
  return null;
};
const bring = async (asked) => {
  try {
    await stream("/bring", asked, (shown) => added(shown, asked));
  } catch {
    heard(false);
    $("#report").replaceChildren();
    refuse("tradewire stopped answering while it read this; add it again once it is back.");
  }
};
const freshReport = () => { $("#refused").replaceChildren(); $("#refused").hidden = true; };
const takeIn = async (files) => {
  freshReport();
  const report = $("#report"), sent = [];
  for (const [number, file] of files.entries()) {
    report.textContent = `Taking in ${number + 1} of ${files.length}: ${file.name}`;
    const word = await sendFile(file);
    if (word) sent.push(word);
  }
  report.textContent = "";
  if (sent.length) await bring({ files: sent });
};
// One after the other: what is dropped while others are read waits for its turn.
let adding = Promise.resolve();
const inTurn = (act) => { adding = adding.then(act); };
const addFiles = (files) => {
  if (!files.length) return;
  show("articles");
  inTurn(() => takeIn(files));
};
$("#files").addEventListener("change", (event) => { const files = [...event.target.files]; event.target.value = ""; addFiles(files); });

// A folder is dropped as an entry that has to be walked through; hidden files stay out of it.
const inFolder = async (entry) => {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [await new Promise((take, fail) => entry.file(take, fail))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((take, fail) => reader.readEntries(take, fail));
    if (!some.length) return (await Promise.all(found.map(inFolder))).flat();
    found.push(...some);
  }
};
const dropped = async (carried) => {
  const entries = [...carried.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  const files = [...carried.files];
  if (!entries.some((entry) => entry && entry.isDirectory)) return files;
  return (await Promise.all(entries.filter(Boolean).map(inFolder))).flat();
};
// Anywhere on the page will do: a file that missed its field would replace the page.
const hover = (over) => { $("#dropping").hidden = !over; };
document.addEventListener("dragover", (event) => { event.preventDefault(); hover([...event.dataTransfer.types].includes("Files")); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) hover(false); });
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  hover(false);
  addFiles(await dropped(event.dataTransfer));
});
$("#address-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const address = $("#address").value;
  inTurn(() => { freshReport(); return bring({ address }); });
});
const added = (shown, asked) => {
  $("#report").innerHTML = shown.report;
  if (!shown.done) return;
  const questions = shown.questions || [];
  const held = $("#report li.added, #report li.changed, #report li.unchanged");
  if (held && $("#address").value === asked.address) $("#address").value = "";
  if (questions.length) {
    const list = made("ul", "asks");
    list.append(...offers(questions));
    $("#report").append(made("h3", "", "Ask about it"), list);
  } else if ($("#report li.added")) {
    $("#report").append(button("plain", "Ask about your articles", () => { show("ask"); question.focus(); }));
  }
  drawArticles();
  lookUp();
};
