// Hosts one SCO in a frame: scorm-again keeps the data model, the strict layer stands in front of it.
"use strict";
(() => {
  const config = JSON.parse(document.getElementById("config").textContent);
  const { faults } = config;
  const is12 = config.standard === "1.2";
  const lms = { calls: [], violations: [], offer };
  window.lms = lms;

  let queue = [];
  function flush() {
    if (!queue.length) return;
    const body = JSON.stringify(queue);
    queue = [];
    if (navigator.sendBeacon(config.report, body)) return;
    // More than a beacon can carry.
    const request = new XMLHttpRequest();
    request.open("POST", config.report, false);
    request.send(body);
  }

  function report(call) {
    lms.calls.push(call);
    if (call.violation) lms.violations.push(call);
    queue.push(call);
    if (["commit", "terminate", "initialize"].includes(call.fn) || queue.length > 20) flush();
    else setTimeout(flush, 50);
  }
  addEventListener("pagehide", flush);

  function host() {
    const Host = is12 ? Scorm12API.Scorm12API ?? Scorm12API : Scorm2004API.Scorm2004API ?? Scorm2004API;
    const inner = new Host({
      lmsCommitUrl: config.commit,
      logLevel: 5,
      mastery_override: faults.mastery_overrides,
      requestHandler: (cmi, about) => ({ cmi, values: api ? api.values : {}, terminate: about.isTerminateCommit }),
    });
    inner.loadFromJSON(config.cmi);
    const api = strict(is12 ? rules12 : rules2004, inner, { restored: config.restored, faults, report });
    return api;
  }

  function offer() {
    window[is12 ? "API" : "API_1484_11"] = host();
    // Some LMSs show both APIs to every course; a course must use its own.
    if (faults.both_apis) window[is12 ? "API_1484_11" : "API"] = foreign();
  }

  function foreign() {
    const names = is12 ? rules2004.methods : rules12.methods;
    const entry = (name) => report({
      n: -1, at: Date.now(), fn: name, args: [], result: "", error: 0,
      violation: { rule: "API", code: 0, why: "the API of the other standard was called" },
    });
    return Object.fromEntries(Object.values(names).map((name) => [name, () => { entry(name); return "false"; }]));
  }

  if (faults.late_api) setTimeout(offer, faults.late_api);
  else if (!faults.no_api) offer();

  if (faults.popup) {
    window.open(config.href);
    return;
  }
  const frame = document.createElement("iframe");
  frame.name = "sco";
  frame.allow = "fullscreen";
  frame.src = config.href;
  document.body.append(frame);
})();
