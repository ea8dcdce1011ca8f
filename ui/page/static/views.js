// Quotes, Timeline and Articles.
const quoteList = $("#quote-list"), quoteFields = $("#quote-fields");
const drawQuotes = (where) => fill(quoteList, "quotes", wished(quoteFields, quoteList), where);
opened.quotes = () => drawQuotes();
quoteFields.addEventListener("input", soon(() => { note(false); quoteList.shown = ""; drawQuotes(); }));
further(quoteList, drawQuotes);
quoteList.addEventListener("click", (event) => {
  const voice = event.target.closest("button.voice");
  if (!voice) return;
  const field = $("#quote-fields [name=speaker]"), name = voice.dataset.speaker;
  field.value = field.value === name ? "" : name;
  note();
  quoteList.shown = "";
  drawQuotes(() => $$("button.voice", quoteList).find((one) => one.dataset.speaker === name));
});

const rows = $("#timeline-rows"), timelineFields = $("#timeline-fields"), plot = $("#plot"), fold = $("#plot-fold");
const drawTimeline = async (where) => {
  const answer = await fill(rows, "timeline", wished(timelineFields, rows), where);
  if (!answer) return;
  fold.hidden = !answer.plotted;
  drawPlot();
};
opened.timeline = () => drawTimeline();
timelineFields.addEventListener("input", soon(() => { note(false); rows.shown = ""; drawTimeline(); }, 400));
further(rows, drawTimeline);
rows.addEventListener("click", (event) => {
  const topic = event.target.closest("[data-topic]");
  if (!topic) return;
  $("[name=about]", timelineFields).value = topic.dataset.topic;
  rows.shown = "";
  note();
  drawTimeline();
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

const articleList = $("#article-list"), articleFields = $("#article-fields");
const drawArticles = (where = () => articleList) => fill(articleList, "articles", wished(articleFields, articleList), where);
opened.articles = () => drawArticles();
articleFields.addEventListener("input", soon(() => { note(false); articleList.shown = ""; drawArticles(); }));
further(articleList, drawArticles);
$$("form.fields").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
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
