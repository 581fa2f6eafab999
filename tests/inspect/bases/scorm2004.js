function find(window) {
  for (let depth = 0; depth < 500; depth++) {
    if (window.API_1484_11) return window.API_1484_11;
    if (window.parent === window) return window.opener ? find(window.opener) : null;
    window = window.parent;
  }
  return null;
}
const api = find(window);
if (api) {
  api.Initialize("");
  api.SetValue("cmi.completion_status", "completed");
  api.Commit("");
  window.addEventListener("pagehide", () => api.Terminate(""));
}
