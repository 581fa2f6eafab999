// Bundles the runtime: `node build.mjs` writes dist/runtime.js; `--tests` bundles the tests into build/tests for any Node from 20.
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

async function bundleRuntime() {
  await build({
    absWorkingDir: here,
    entryPoints: ["src/main.ts"],
    outfile: "dist/runtime.js",
    bundle: true,
    format: "iife",
    target: "es2019", // phones that no longer get browser updates
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}

async function bundleTests() {
  rmSync(join(here, "build/tests"), { recursive: true, force: true });
  await build({
    absWorkingDir: here,
    entryPoints: readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`),
    outdir: "build/tests",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
}

await (process.argv.includes("--tests") ? bundleTests() : bundleRuntime());
