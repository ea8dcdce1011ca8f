// Quotes, Timeline and Articles.
const drawQuotes = () => fill($("#quote-list"), "quotes", fields($("#quote-fields")));
opened.quotes = drawQuotes;
$("#quote-fields").addEventListener("input", soon(drawQuotes));

const drawTimeline = () => {
  $("#timeline-list").setAttribute("aria-busy", "true");
  trigger("chart", { ...fields($("#timeline-fields")), theme: theme() });
};
opened.timeline = drawTimeline;
$("#timeline-fields").addEventListener("input", soon(drawTimeline, 400));
const drawnTimeline = (shown) => {
  $("#timeline-list").removeAttribute("aria-busy");
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
  if (!answer.error) { draw($("#article-list"), answer.html); lookUp(); }
});

// -- adding ---------------------------------------------------------------------------
const MOST_BYTES = 50_000_000;
const refuse = (words) => { $("#refused").append(made("li", "failed", words)); $("#refused").hidden = false; };
const sendFile = async (file) => {
  if (file.size > MOST_BYTES) { refuse(`“${file.name}” is larger than 50 MB; split it.`); return null; }
  try {
    const reply = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const told = await reply.json();
    if (reply.ok) return told.file;
    refuse(told.error);
  } catch {
    refuse(`“${file.name}” could not be sent; is it still there, and tradewire running?`);
  }
  return null;
};
const addFiles = async (files) => {
  if (!files.length) return;
  show("articles");
  $("#refused").replaceChildren();
  $("#refused").hidden = true;
  const report = $("#report"), sent = [];
  for (const [at, file] of files.entries()) {
    report.textContent = `Taking in ${at + 1} of ${files.length}: ${file.name}`;
    const word = await sendFile(file);
    if (word) sent.push(word);
  }
  report.textContent = "";
  if (sent.length) trigger("bring", { files: sent });
};
$("#files").addEventListener("change", (event) => { const files = [...event.target.files]; event.target.value = ""; addFiles(files); });
// Anywhere on the page will do: a file that missed its field would replace the page.
for (const name of ["dragover", "dragleave", "drop"]) {
  element.addEventListener(name, (event) => { event.preventDefault(); $("#drop").classList.toggle("over", name === "dragover"); });
}
element.addEventListener("drop", (event) => addFiles([...event.dataTransfer.files]));
$("#address-form").addEventListener("submit", (event) => {
  event.preventDefault();
  trigger("bring", { address: $("#address").value });
});
const added = (shown) => {
  $("#report").innerHTML = shown.report;
  if (!shown.done) return;
  $("#address").value = "";
  if ($("#report li.added")) $("#report").append(button("plain", "Ask about your articles", () => { show("ask"); question.focus(); }));
  drawArticles();
  lookUp();
};
