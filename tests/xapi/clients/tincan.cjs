// tincanjs as a client: everything it can do, told as JSON.
const TinCan = require("tincanjs");

const { endpoint, user, password, registration } = JSON.parse(process.argv[2]);
// It writes its log, and errors that were expected, to the console.
console.log = console.warn = () => {};
TinCan.disableDebug();
// 1.0.2 is the newest version that it speaks.
const lrs = new TinCan.LRS({ endpoint, username: user, password, version: "1.0.2", allowFail: false });
const agent = new TinCan.Agent({ account: { homePage: "https://lms.example", name: "tincanjs" } });
const place = "https://example.org/tincanjs/";
const told = {};

/** A callback as a promise of what it was called with. */
const asked = (call) =>
  new Promise((resolve) => call({ callback: (error, result) => resolve({ error, status: error?.status ?? error ?? 0, result }) }));
const fine = async (call) => {
  const { error, result } = await asked(call);
  if (error !== null) throw new Error(`${error.status ?? error} ${error.responseText ?? ""}`);
  return result;
};
const refused = async (call) => (await asked(call)).status;

const statement = (verb, name, more = {}) =>
  new TinCan.Statement({ actor: agent, verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { en: verb } }, target: { id: place + name }, context: { registration }, ...more });
const ids = (result) => result.statements.map((one) => one.id);

const main = async () => {
  told.about = (await fine((with_) => lrs.about(with_))).version;
  const all = [statement("initialized", "course"), ...["q1", "q2", "q3"].map((name) => statement("answered", name, { result: { success: name !== "q2", score: { scaled: 0.5 }, duration: "PT1.5S" } }))];
  told.sent = all.map((one) => one.id);
  await fine((with_) => lrs.saveStatement(all[0], with_));
  await fine((with_) => lrs.saveStatements(all.slice(1), with_));
  told.one = (await fine((with_) => lrs.retrieveStatement(told.sent[1], with_))).asVersion("1.0.2");

  const query = (params) => fine((with_) => lrs.queryStatements({ params, ...with_ }));
  told.byVerb = ids(await query({ verb: new TinCan.Verb({ id: "http://adlnet.gov/expapi/verbs/answered" }), registration }));
  told.byActivity = ids(await query({ activity: new TinCan.Activity({ id: `${place}q2` }) }));
  told.ascending = ids(await query({ agent, ascending: true }));
  told.paged = [];
  let page = await query({ agent, limit: 3 });
  told.paged.push(ids(page));
  while (page.more) {
    const url = page.more;
    page = await fine((with_) => lrs.moreStatements({ url, ...with_ }));
    told.paged.push(ids(page));
  }

  // Attachments. In Node it writes bytes above 127 as the replacement character: the hash then says so.
  const upload = (bytes) =>
    statement("attempted", "upload", { attachments: [{ usageType: "https://example.org/usage", display: { en: "Bytes" }, contentType: "application/octet-stream", content: new Uint8Array(bytes).buffer }] });
  const kept = upload([0, 13, 10, 45, 45, 13, 10, 1]);
  told.attached = kept.id;
  await fine((with_) => lrs.saveStatement(kept, with_));
  told.spoiled = await refused((with_) => lrs.saveStatement(upload([255, 254]), with_));
  const back = await fine((with_) => lrs.retrieveStatement(kept.id, { params: { attachments: true }, ...with_ }));
  told.bytes = Array.from(new Uint8Array(back.attachments[0].content));

  const voiding = statement("voided", "none", { target: { objectType: "StatementRef", id: told.sent[1] }, context: undefined });
  told.voiding = voiding.id;
  await fine((with_) => lrs.saveStatement(voiding, with_));
  told.voided = (await fine((with_) => lrs.retrieveVoidedStatement(told.sent[1], with_))).id;
  told.afterVoiding = await refused((with_) => lrs.retrieveStatement(told.sent[1], with_));
  told.refused = await refused((with_) => lrs.saveStatement(new TinCan.Statement({ actor: {}, verb: { id: "x" }, target: { id: "y" } }), with_));

  const activity = new TinCan.Activity({ id: `${place}course` });
  const state = { activity, agent, registration };
  const json = { contentType: "application/json" };
  await fine((with_) => lrs.saveState("bookmark", { page: 1 }, { ...state, ...json, ...with_ }));
  const read = await fine((with_) => lrs.retrieveState("bookmark", { ...state, ...with_ }));
  told.state = read.contents;
  await fine((with_) => lrs.saveState("bookmark", { more: "ҳ" }, { ...state, ...json, method: "POST", ...with_ }));
  told.merged = (await fine((with_) => lrs.retrieveState("bookmark", { ...state, ...with_ }))).contents;
  told.stale = await refused((with_) => lrs.saveState("bookmark", { page: 3 }, { ...state, ...json, lastSHA1: read.etag, ...with_ }));
  told.states = await fine((with_) => lrs.retrieveStateIds({ ...state, ...with_ }));
  await fine((with_) => lrs.saveState("gone", "text", { ...state, contentType: "text/plain", ...with_ }));
  await fine((with_) => lrs.dropState("gone", { ...state, ...with_ }));
  told.stateGone = await fine((with_) => lrs.retrieveState("gone", { ...state, ...with_ }));

  await fine((with_) => lrs.saveActivityProfile("hints", { hint: 1 }, { activity, ...json, ...with_ }));
  const hint = await fine((with_) => lrs.retrieveActivityProfile("hints", { activity, ...with_ }));
  await fine((with_) => lrs.saveActivityProfile("hints", { hint: 2 }, { activity, ...json, lastSHA1: hint.etag, ...with_ }));
  told.activityProfile = (await fine((with_) => lrs.retrieveActivityProfile("hints", { activity, ...with_ }))).contents;
  told.unguarded = await refused((with_) => lrs.saveActivityProfile("hints", { hint: 3 }, { activity, ...json, ...with_ }));
  await fine((with_) => lrs.saveAgentProfile("settings", { language: "uz" }, { agent, ...json, ...with_ }));
  told.agentProfile = (await fine((with_) => lrs.retrieveAgentProfile("settings", { agent, ...with_ }))).contents;
  await fine((with_) => lrs.saveAgentProfile("scrap", { a: 1 }, { agent, ...json, ...with_ }));
  await fine((with_) => lrs.dropAgentProfile("scrap", { agent, ...with_ }));
  told.agentProfiles = await fine((with_) => lrs.retrieveAgentProfileIds({ agent, ...with_ }));
  told.activity = (await fine((with_) => lrs.retrieveActivity(activity.id, with_))).id;
  process.stdout.write(JSON.stringify(told));
};

main().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});
