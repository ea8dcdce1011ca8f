// Quotes, Timeline and Articles.
const drawQuotes = (where) => fill($("#quote-list"), "quotes", fields($("#quote-fields")), where);
opened.quotes = () => drawQuotes();
$("#quote-fields").addEventListener("input", soon(() => { note(false); drawQuotes(); }));
$("#quote-list").addEventListener("click", (event) => {
  const voice = event.target.closest("button.voice");
  if (!voice) return;
  const field = $("#quote-fields [name=speaker]"), name = voice.dataset.speaker;
  field.value = field.value === name ? "" : name;
  note();
  drawQuotes(() => $$("#quote-list button.voice").find((one) => one.dataset.speaker === name));
});

let wished = 0, drawnWish = 0;
const drawTimeline = () => {
  $("#timeline-list").setAttribute("aria-busy", "true");
  wished += 1;
  trigger("chart", { ...fields($("#timeline-fields")), theme: theme(), wish: wished });
};
opened.timeline = drawTimeline;
$("#timeline-fields").addEventListener("input", soon(() => { note(false); drawTimeline(); }, 400));
$("#timeline-rows").addEventListener("click", (event) => {
  const topic = event.target.closest("[data-topic]");
  if (!topic) return;
  $("#timeline-fields [name=about]").value = topic.dataset.topic;
  note();
  drawTimeline();
});
const drawnTimeline = (shown) => {
  // A late answer to an old wish has put its plot in place of the new one's.
  if (shown.wish !== wished) { if (drawnWish === wished) drawTimeline(); return; }
  drawnWish = wished;
  $("#timeline-list").removeAttribute("aria-busy");
  if (shown.error) { notify(shown.error); return; }
  $("#plot-fold").hidden = !shown.plotted;
  $("#timeline-rows").innerHTML = shown.timeline;
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
    const link = $$("#timeline-rows a.cite").find((one) => one.getAttribute("href") === href) || made("a", "cite");
    link.setAttribute("href", href);
    openArticle(link);
  });
}).observe(document.body, { childList: true, subtree: true });

const drawArticles = () => fill($("#article-list"), "articles", fields($("#article-fields")), () => $("#article-list"));
opened.articles = drawArticles;
$("#article-fields").addEventListener("input", soon(() => { note(false); drawArticles(); }));
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
