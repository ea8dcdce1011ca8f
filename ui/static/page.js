// One listener for every citation on the page, now and later: tell the server which span to open.
const open = (link) => {
  const address = link.getAttribute("href") || "";
  if (!address.includes("#cite-")) return;
  trigger("click", { address: address.slice(address.indexOf("#")) });
  document.body.classList.add("reading");
};
if (!window.tradewireListens) {
  window.tradewireListens = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.cite");
    if (!link) return;
    event.preventDefault();
    window.tradewireOpen(link);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea)$/i.test(event.target.tagName);
    if (event.key === "Escape") document.body.classList.remove("reading");
    if (event.key === "/" && !typing) {
      const box = document.querySelector("#question textarea");
      if (box) { event.preventDefault(); box.focus(); }
    }
  });
}
window.tradewireOpen = open;
watch("value", () => {
  const mark = element.querySelector("#marked");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (mark) mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  else element.scrollTop = 0;
});
