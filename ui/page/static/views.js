// Quotes, Timeline and Articles: each list is drawn from its fields, anew when they change.
const listing = (view, form, box, drawn = () => {}) => {
  const draw = async (where = () => box) => {
    const answer = await fill(box, view, { ...fields(form), shown: box.shown }, where);
    if (answer) drawn(answer);
  };
  const anew = (where) => { box.shown = ""; draw(where); };
  opened[view] = () => draw();
  form.addEventListener("input", soon(() => { note(false); anew(); }, 300));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A long list shows its beginning; where more of it is shown, the keys go on from there.
  box.addEventListener("click", (event) => {
    const more = event.target.closest("button.more"), shown = $$("a.cite", box).length;
    if (!more) return;
    box.shown = more.dataset.shown;
    draw(() => $$("a.cite", box)[shown]);
  });
  return { draw, anew };
};

const quoteList = $("#quote-list"), quoteFields = $("#quote-fields");
const quotesView = listing("quotes", quoteFields, quoteList);
quoteList.addEventListener("click", (event) => {
  const voice = event.target.closest("button.voice");
  if (!voice) return;
  const field = $("[name=speaker]", quoteFields), name = voice.dataset.speaker;
  field.value = field.value === name ? "" : name;
  note();
  quotesView.anew(() => $$("button.voice", quoteList).find((one) => one.dataset.speaker === name));
});

const rows = $("#timeline-rows"), timelineFields = $("#timeline-fields"), plot = $("#plot"), fold = $("#plot-fold");
const timelineView = listing("timeline", timelineFields, rows, ({ plotted }) => { fold.hidden = !plotted; drawPlot(); });
rows.addEventListener("click", (event) => {
  const topic = event.target.closest("[data-topic]");
  if (!topic) return;
  $("[name=about]", timelineFields).value = topic.dataset.topic;
  note();
  timelineView.anew();
});
// The plot has a frame of its own, which is fetched when it is first looked at; it says when it is there.
const drawPlot = () => {
  if (fold.hidden || !fold.open) return;
  if (plot.contentWindow.draw) plot.contentWindow.draw({ ...fields(timelineFields), theme: theme() });
  else plot.src = "./plot/";
};
addEventListener("plotting", drawPlot);
fold.addEventListener("toggle", drawPlot);
// On a phone the list comes first, and the plot is a tap away.
fold.open = !matchMedia("(max-width: 47rem)").matches;
addEventListener("point", ({ detail: href }) => {
  const link = $$("a.cite", rows).find((one) => one.getAttribute("href") === href) || made("a", "cite");
  link.setAttribute("href", href);
  openArticle(link);
});

const { draw: drawArticles } = listing("articles", $("#article-fields"), $("#article-list"));
// Asked once more before an article goes, for as long as nothing else is pressed.
document.addEventListener("click", async (event) => {
  const remove = event.target.closest("button.remove");
  $$("button.remove.sure").forEach((one) => {
    if (one === remove) return;
    one.classList.remove("sure");
    one.textContent = "Remove";
  });
  if (!remove) return;
  if (!remove.classList.contains("sure")) {
    remove.classList.add("sure");
    remove.textContent = "Really remove?";
    return;
  }
  const answer = await call("remove", { article: remove.dataset.article });
  if (answer.error) return;
  drawArticles();
  lookUp();
});
