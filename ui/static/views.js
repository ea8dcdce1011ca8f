// Quotes, Timeline and Articles.
const drawQuotes = () => fill($("#quote-list"), "quotes", fields($("#quote-fields")));
opened.quotes = drawQuotes;
$("#quote-fields").addEventListener("input", soon(drawQuotes));

const drawTimeline = () => trigger("chart", { ...fields($("#timeline-fields")), theme: theme() });
opened.timeline = drawTimeline;
$("#timeline-fields").addEventListener("input", soon(drawTimeline, 400));
const drawnTimeline = (shown) => {
  if (shown.error) { notify(shown.error); return; }
  const place = $("#plot-place");
  place.hidden = !shown.plotted;
  $("#timeline-rows").innerHTML = shown.timeline;
  if (shown.plotted) setTimeout(() => window.dispatchEvent(new Event("resize")), 60);
};
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

const drawArticles = () => fill($("#article-list"), "articles", fields($("#article-fields")));
opened.articles = drawArticles;
$("#article-fields").addEventListener("input", soon(drawArticles));
$$("form.fields").forEach((form) => form.addEventListener("submit", (event) => event.preventDefault()));
$("#article-list").addEventListener("click", async (event) => {
  const remove = event.target.closest("button.remove");
  if (!remove) return;
  if (!remove.classList.contains("sure")) {
    remove.classList.add("sure");
    remove.textContent = "Really remove?";
    setTimeout(() => { remove.classList.remove("sure"); remove.textContent = "Remove"; }, 5000);
    return;
  }
  const answer = await call("remove", { article: remove.dataset.article, ...fields($("#article-fields")) });
  if (!answer.error) { $("#article-list").innerHTML = answer.html; lookUp(); choices(); }
});

// -- adding ---------------------------------------------------------------------------
const addFiles = async (files) => {
  if (!files.length) return;
  const report = $("#report");
  const paths = [];
  for (const [at, file] of [...files].entries()) {
    report.textContent = `Taking in ${at + 1} of ${files.length}: ${file.name}`;
    try {
      paths.push((await upload(file)).path);
    } catch {
      notify(`${file.name} could not be taken in; a file may have up to 50 MB.`);
    }
  }
  report.textContent = "";
  if (paths.length) trigger("bring", { files: paths });
};
const drop = $("#drop");
$("#files").addEventListener("change", (event) => { addFiles([...event.target.files]); event.target.value = ""; });
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.toggle("over", name === "dragover"); });
  // A file that misses the field must not replace the page.
  element.addEventListener(name, (event) => event.preventDefault());
}
drop.addEventListener("drop", (event) => addFiles([...event.dataTransfer.files]));
$("#address-form").addEventListener("submit", (event) => {
  event.preventDefault();
  trigger("bring", { address: $("#address").value });
});
const added = (shown) => {
  $("#report").innerHTML = shown.report;
  if (!shown.done) return;
  $("#address").value = "";
  drawArticles();
  lookUp();
  choices();
  welcome();
};
