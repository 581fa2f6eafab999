// @xapi/xapi as a client: everything it can do, told as JSON.
import { createHash } from "node:crypto";
import imported from "@xapi/xapi";

const XAPI = imported.default ?? imported;
const { endpoint, user, password, adapter, registration } = JSON.parse(process.argv[2]);
const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(user, password), adapter });

const agent = { objectType: "Agent", account: { homePage: "https://lms.example", name: `xapi-${adapter}` } };
const activity = (name) => ({ objectType: "Activity", id: `https://example.org/${adapter}/${name}` });
const statement = (verb, name, more = {}) => ({ actor: agent, verb, object: activity(name), ...more });
const told = {};
process.on("uncaughtException", (error) => {
  console.error(error.message, JSON.stringify(error.response?.data ?? ""), error.stack?.split("\n").filter((line) => line.includes("xapi.mjs")).join());
  process.exit(1);
});

/** The status an answer was refused with. */
const refused = async (promise) => {
  try {
    await promise;
    return 0;
  } catch (error) {
    return error.response?.status ?? "refused"; // its fetch adapter does not tell the status
  }
};

told.about = (await xapi.getAbout()).data.version;
const context = { registration, extensions: { "https://example.org/deep": { a: [null, 1.5, "ў"] } } };
const [first] = (await xapi.sendStatement({ statement: statement(XAPI.Verbs.INITIALIZED, "course", { context }) })).data;
const many = ["q1", "q2", "q3", "q4"].map((name) => statement(XAPI.Verbs.ANSWERED, name, { context, result: { success: name !== "q3" } }));
const rest = (await xapi.sendStatements({ statements: many })).data;
told.sent = [first, ...rest];
told.one = (await xapi.getStatement({ statementId: first })).data;

const ids = (answer) => answer.data.statements.map((one) => one.id);
told.byVerb = ids(await xapi.getStatements({ verb: XAPI.Verbs.ANSWERED.id, registration }));
told.byActivity = ids(await xapi.getStatements({ activity: activity("q2").id }));
told.byAgent = ids(await xapi.getStatements({ agent }));
told.ascending = ids(await xapi.getStatements({ agent, ascending: true }));
told.nobody = ids(await xapi.getStatements({ agent: { mbox: "mailto:nobody@example.org" } }));
told.paged = [];
let page = await xapi.getStatements({ agent, limit: 2 });
told.paged.push(ids(page));
while (page.data.more) {
  page = await xapi.getMoreStatements({ more: page.data.more });
  told.paged.push(ids(page));
}

// Attachments go as multipart/mixed, and come back so. Its axios adapter loses the content type of the request in
// Node, and what it reads must be of one line: both are the client's own.
if (adapter === "fetch") {
  const content = new TextEncoder().encode("Ўзбекча матн, бир қатор");
  const sha2 = createHash("sha256").update(content).digest("hex");
  const attachment = { usageType: "https://example.org/usage", display: { en: "A text" }, contentType: "text/plain", length: content.byteLength, sha2 };
  const [attached] = (await xapi.sendStatement({ statement: { ...statement(XAPI.Verbs.COMPLETED, "upload"), attachments: [attachment] }, attachments: [content.buffer] })).data;
  told.attached = attached;
  const parts = (await xapi.getStatement({ statementId: attached, attachments: true })).data;
  told.parts = [parts[0].id, typeof parts[1] === "string" ? parts[1] : new TextDecoder().decode(parts[1])];
  told.broken = await refused(xapi.sendStatement({ statement: { ...statement(XAPI.Verbs.COMPLETED, "upload"), attachments: [{ ...attachment, sha2: "0".repeat(64) }] }, attachments: [content.buffer] }));
}

// Voiding.
[told.voiding] = (await xapi.voidStatement({ actor: agent, statementId: rest[0] })).data;
told.voided = (await xapi.getVoidedStatement({ voidedStatementId: rest[0] })).data.id;
told.afterVoiding = await refused(xapi.getStatement({ statementId: rest[0] }));
told.listedAfterVoiding = ids(await xapi.getStatements({ verb: XAPI.Verbs.ANSWERED.id, registration }));

// What is no statement is refused.
told.refused = await refused(xapi.sendStatement({ statement: { ...statement(XAPI.Verbs.ANSWERED, "q1"), actor: {} } }));
told.conflict = await refused(xapi.sendStatement({ statement: { ...statement(XAPI.Verbs.ANSWERED, "other"), id: first } }));

// Documents and their entity tags.
const state = { agent, activityId: activity("course").id, stateId: "bookmark", registration };
told.stateBefore = await refused(xapi.getState(state));
await xapi.setState({ ...state, state: { page: 1 } });
await xapi.createState({ ...state, state: { colour: "ko‘k" } });
const read = await xapi.getState(state);
told.state = read.data;
told.states = (await xapi.getStates({ agent, activityId: state.activityId, registration })).data;
await xapi.setState({ ...state, state: { page: 2 }, etag: read.headers.etag, matchHeader: "If-Match" });
told.stale = await refused(xapi.setState({ ...state, state: { page: 3 }, etag: read.headers.etag, matchHeader: "If-Match" }));
told.stateAfter = (await xapi.getState(state)).data;
await xapi.setState({ ...state, stateId: "gone", state: { a: 1 } });
await xapi.deleteState({ ...state, stateId: "gone" });
told.stateGone = await refused(xapi.getState({ ...state, stateId: "gone" }));

const profile = { agent, profileId: "settings" };
await xapi.setAgentProfile({ ...profile, profile: { language: "uz" }, etag: "*", matchHeader: "If-None-Match" });
told.again = await refused(xapi.setAgentProfile({ ...profile, profile: { language: "ru" }, etag: "*", matchHeader: "If-None-Match" }));
await xapi.createAgentProfile({ ...profile, profile: { audio: "off" } });
told.agentProfile = (await xapi.getAgentProfile(profile)).data;
told.agentProfiles = (await xapi.getAgentProfiles({ agent })).data;

const about = { activityId: activity("course").id, profileId: "hints" };
await xapi.setActivityProfile({ ...about, profile: { hint: 1 }, etag: "*", matchHeader: "If-None-Match" });
const hint = await xapi.getActivityProfile(about);
await xapi.setActivityProfile({ ...about, profile: { hint: 2 }, etag: hint.headers.etag, matchHeader: "If-Match" });
told.activityProfile = (await xapi.getActivityProfile(about)).data;
const scrap = { ...about, profileId: "scrap" };
await xapi.createActivityProfile({ ...scrap, profile: { a: 1 } });
told.activityProfiles = (await xapi.getActivityProfiles({ activityId: about.activityId })).data.sort();
await xapi.deleteActivityProfile(scrap);
told.activityProfileGone = await refused(xapi.getActivityProfile(scrap));

told.activity = (await xapi.getActivity({ activityId: activity("course").id })).data.id;
told.person = (await xapi.getAgent({ agent })).data;
told.wrongPassword = await refused(new XAPI({ endpoint, auth: XAPI.toBasicAuth(user, "wrong"), adapter }).getStatements({}));

process.stdout.write(JSON.stringify(told));
