// The frame of the plot: the page around it says what to draw, and hears which point is pressed.
// `trigger` is Gradio's.
window.draw = (asked) => {
  document.documentElement.style.colorScheme = asked.theme;
  trigger("draw", asked);
};
new MutationObserver(() => {
  const graph = document.querySelector(".js-plotly-plot");
  // Plotly makes its own element anew at times: each one is told once where its points lead.
  if (!graph || !graph.on || graph.tradewire) return;
  graph.tradewire = true;
  const fit = () => { window.frameElement.style.height = `${graph.layout.height}px`; };
  fit();
  graph.on("plotly_afterplot", fit);
  graph.on("plotly_click", ({ points }) => parent.dispatchEvent(new CustomEvent("point", { detail: points[0].customdata })));
}).observe(document.body, { childList: true, subtree: true });
parent.dispatchEvent(new Event("plotting"));
