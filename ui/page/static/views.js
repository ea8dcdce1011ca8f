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

let wish = 0, drawnWish = 0, keysTo = () => null;
const rows = $("#timeline-rows"), timelineFields = $("#timeline-fields");
const drawTimeline = (where = () => null) => {
  $("#timeline-list").setAttribute("aria-busy", "true");
  wish += 1;
  keysTo = where;
  trigger("chart", { ...wished(timelineFields, rows), theme: theme(), wish });
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
const drawnTimeline = (shown) => {
  // A late answer to an old wish has put its plot in place of the new one's.
  if (shown.wish !== wish) { if (drawnWish === wish) drawTimeline(); return; }
  drawnWish = wish;
  $("#timeline-list").removeAttribute("aria-busy");
  if (shown.error) { notify(shown.error); return; }
  $("#plot-fold").hidden = !shown.plotted;
  keepKeys(rows, () => { rows.innerHTML = shown.timeline; }, keysTo);
  if (shown.plotted) refit();
};
const refit = () => setTimeout(() => window.dispatchEvent(new Event("resize")), 60);
// On a phone the list comes first, and the plot is a tap away.
const phone = matchMedia("(max-width: 47rem)");
$("#plot-fold").open = !phone.matches;
$("#plot-fold").addEventListener("toggle", () => { if ($("#plot-fold").open) refit(); });
// Gradio puts the plot behind the room; it belongs into its view.
// Plotly makes its own element anew at times: each one is told once where its points lead.
new MutationObserver(() => {
  const plot = document.getElementById("plot");
  if (plot && plot.parentElement !== $("#plot-place")) $("#plot-place").append(plot);
  const graph = document.querySelector("#plot .js-plotly-plot");
  if (!graph || !graph.on || graph.tradewire) return;
  graph.tradewire = true;
  graph.on("plotly_click", (event) => {
    const href = event.points[0].customdata;
    const link = $$("a.cite", rows).find((one) => one.getAttribute("href") === href) || made("a", "cite");
    link.setAttribute("href", href);
    openArticle(link);
  });
}).observe(document.body, { childList: true, subtree: true });

const articleList = $("#article-list"), articleFields = $("#article-fields");
const drawArticles = (where = () => articleList) => fill(articleList, "articles", wished(articleFields, articleList), where);
opened.articles = () => drawArticles();
articleFields.addEventListener("input", soon(() => { note(false); articleList.shown = ""; drawArticles(); }));
further(articleList, drawArticles);
$$("form.fields").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
// Asked once more before an article goes, for as long as nothing else is pressed.
element.addEventListener("click", async (event) => {
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
