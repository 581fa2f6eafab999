import assert from "node:assert/strict";
import { test } from "node:test";
import { stateDocument } from "../src/document.ts";
import { steadyDate } from "../src/environment.ts";
import type { Reply } from "../src/lrs.ts";
import { tabs } from "../src/tabs.ts";
import type { Handed, Holder, Tabs } from "../src/tabs.ts";
import { course, environment, memoryStore } from "./course.ts";

const HANDED: Handed = { learner: "ann", text: "state", answers: [] };

function holder(): Holder & { told: string[] } {
  const told: string[] = [];
  return {
    told, release: async () => (told.push("release"), HANDED), present: () => HANDED,
    superseded: () => void told.push("superseded"), rival: (open) => void told.push(open ? "rival" : "alone"),
  };
}

// An open channel would keep Node running.
const Channel = globalThis.BroadcastChannel as unknown as new (name: string) => BroadcastChannel & { unref(): void };
globalThis.BroadcastChannel = class extends Channel {
  constructor(name: string) {
    super(name);
    this.unref();
  }
} as unknown as typeof BroadcastChannel;

let count = 0;
/** Windows of one browser: one store, one channel. */
function browser() {
  const store = memoryStore();
  const own = course({ key: `k${count++}` });
  return (): Tabs => tabs(own, "web", "", environment({}, { store, random: Math.random, wait: (ms) => new Promise((resolve) => { setTimeout(resolve, ms / 4); }) }));
}

test("a window alone asks nobody; a second one is told, and takes over what there is", async () => {
  const open = browser();
  const [first, second] = [open(), open()];
  const began = performance.now();
  assert.equal(await first.busy(), false);
  assert.ok(performance.now() - began < 20);
  const held = holder();
  first.hold(held);
  assert.equal(await second.busy(), true);
  assert.deepEqual(await second.takeOver(), HANDED);
  second.hold(holder());
  assert.deepEqual(held.told, ["rival", "release"]);
  first.leave();
  assert.equal(await open().busy(), true, "the second window still records");
  second.leave();
  assert.equal(await open().busy(), false);
});

test("a mark of a window that died counts for nothing; a closed one leaves what it had", async () => {
  const open = browser();
  const [dead, second, third] = [open(), open(), open()];
  assert.equal(await dead.busy(), false);
  const own = holder();
  assert.equal(await second.busy(), true, "a window is busy before it holds");
  dead.hold(own);
  const left = new Promise<Handed | null>((resolve) => third.whenFree(resolve));
  dead.leave();
  assert.deepEqual(await left, HANDED);
});

test("a window that slept while another took over writes no more", async () => {
  const open = browser();
  const [sleeper, other] = [open(), open()];
  await sleeper.busy();
  const held = holder();
  sleeper.hold(held);
  sleeper.leave();
  assert.equal(await other.busy(), false);
  other.hold(holder());
  sleeper.wake();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual(held.told.filter((word) => word === "superseded"), ["superseded"]);
});

test("the time of day follows its own clock, and only a page that comes back believes in a sleep", () => {
  let [clock, ticks] = [1_000_000, 0];
  let visible: () => void = () => assert.fail();
  const doc = { visibilityState: "visible", addEventListener: (_: string, heard: () => void) => { visible = heard; } };
  const date = steadyDate(doc as unknown as Document, () => clock, () => ticks);
  ticks = 500;
  for (const jump of [-86_400_000, 0, 86_400_000, 4e10]) {
    clock = 1_000_500 + jump;
    assert.equal(date().getTime(), 1_000_500);
  }
  visible();
  assert.equal(date().getTime(), 1_000_500, "a year is no sleep");
  clock = 1_000_500 - 5000;
  visible();
  assert.equal(date().getTime(), 1_000_500, "nothing happens before what happened");
  clock = 1_000_500 + 3_600_000;
  visible();
  assert.equal(date().getTime(), 4_600_500);
});

/** An LRS with one document; `tagged` shows tags, `strict` understands conditions, `cors` lets their headers through. */
function server({ tagged = true, strict = true, cors = true } = {}) {
  const here = { text: "", puts: 0, gets: 0, met: [] as string[], mine: ["one"] as string[] };
  const tag = (): string => `"${here.text}"`;
  const reply = (status: number, text = ""): Reply => ({ status, text, tag: tagged && here.text ? tag() : "" });
  const clock = { now: 0 };
  const document = stateDocument({
    now: () => clock.now, body: () => here.mine.join("+"),
    get: async () => (here.gets++, here.text ? reply(200, here.text) : reply(404)),
    put: async (body, condition) => {
      here.puts++;
      if (condition && !cors) return reply(0);
      if (condition && (!strict || (condition === "*" ? here.text !== "" : condition !== tag()))) return reply(412);
      here.text = body;
      return reply(204);
    },
    meet: (text) => {
      here.met.push(text);
      here.mine.push(text);
    },
  });
  return { here, document, clock };
}

test("a state that another device stored is taken in, not overwritten", async () => {
  const { here, document } = server();
  await document.load();
  await document.store(false);
  here.text = "two";
  assert.equal((await document.store(false)).status, 204);
  assert.deepEqual([here.text, here.met], ["one+two", ["two"]]);
  here.text = "three";
  assert.equal((await document.store(true)).status, 412, "a page that leaves has no second try: its copy stays in the browser");
  assert.equal(here.text, "three");
});

test("also at an LRS without tags, by reading again now and then", async () => {
  const { here, document, clock } = server({ tagged: false });
  await document.load();
  await document.store(false);
  here.text = "two";
  clock.now = 11_000;
  await document.store(false);
  assert.deepEqual([here.text, here.met], ["one+two", ["two"]]);
});

test("conditions that an LRS or its CORS policy does not know are given up", async () => {
  for (const odd of [{ strict: false }, { cors: false }]) {
    const { here, document } = server(odd);
    await document.load();
    assert.equal((await document.store(false)).status, 204, JSON.stringify(odd));
    const { puts } = here;
    here.mine = ["more"];
    assert.equal((await document.store(false)).status, 204);
    assert.deepEqual([here.puts, here.text, here.met], [puts + 1, "more", []]);
  }
});
