// One listener for every citation on the page, now and later: tell the server which span to open.
const column = () => document.querySelector("#reader-column");
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
let asked = "";
let cameFrom = null;

const reveal = () => {
  const mark = element.querySelector("#marked");
  if (!mark) { element.scrollTop = 0; return; }
  mark.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  mark.focus({ preventScroll: true });
};
const open = (link) => {
  const address = link.getAttribute("href") || "";
  if (!address.includes("#cite-")) return;
  cameFrom = link;
  column().classList.add("reading");
  const wanted = address.slice(address.indexOf("#"));
  // The same place twice changes no value, so nothing would be watched.
  if (wanted === asked) reveal();
  else trigger("click", { address: wanted });
  asked = wanted;
};
const close = () => {
  column().classList.remove("reading");
  if (cameFrom && cameFrom.isConnected) cameFrom.focus();
  cameFrom = null;
};
window.tradewirePage = { open, close };

if (!window.tradewireListens) {
  window.tradewireListens = true;
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest && event.target.closest(selector);
    const link = at("a.cite");
    if (link) { event.preventDefault(); window.tradewirePage.open(link); }
    else if (at("#reader .close")) window.tradewirePage.close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea)$/i.test(event.target.tagName);
    if (event.key === "Escape" && !typing) window.tradewirePage.close();
    if (event.key === "/" && !typing) {
      const box = document.querySelector("#question textarea");
      if (box) { event.preventDefault(); box.focus(); }
    }
  });
  // Gradio names each message after its markup, which a screen reader would read out.
  const talk = document.querySelector("#talk");
  const unname = () => talk.querySelectorAll("[aria-label*='<']").forEach((e) => e.removeAttribute("aria-label"));
  if (talk) new MutationObserver(unname).observe(talk, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
}
watch("value", reveal);
