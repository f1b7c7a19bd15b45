// The colours before the first paint: as chosen on this device, else as the system says.
// Not a module, because modules run after the page is painted.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return window.localStorage.getItem("lf-theme") || "";
    } catch {
      return root.dataset.themeChosen || "";
    }
  };
  const apply = () => {
    const chosen = kept();
    root.dataset.themeChosen = chosen;
    root.dataset.bsTheme = chosen || (dark.matches ? "dark" : "light");
  };
  dark.addEventListener("change", apply);
  window.addEventListener("lf:theme", apply);
  root.classList.add("has-js");
  apply();
})();
