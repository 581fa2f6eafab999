function find(window) {
  for (let depth = 0; depth < 500; depth++) {
    if (window.API) return window.API;
    if (window.parent === window) return window.opener ? find(window.opener) : null;
    window = window.parent;
  }
  return null;
}
const api = find(window);
if (api) {
  api.LMSInitialize("");
  api.LMSSetValue("cmi.core.lesson_status", "completed");
  api.LMSCommit("");
  window.addEventListener("pagehide", () => api.LMSFinish(""));
}
