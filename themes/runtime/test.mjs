// Bundles and runs the tests: Node 20 cannot strip types, and Node 22 no longer takes a folder.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: here, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
run("build.mjs", "--tests");
run("--test", "--test-reporter=spec", ...readdirSync(join(here, "build/tests")).map((name) => join("build/tests", name)));
