// node pack.cjs MODULES EDITION CONTENT FOLDER: a package of simple-scorm-packager, as its documentation says.
const [modules, version, source, outputFolder] = process.argv.slice(2);
const pack = require(require("path").join(modules, "simple-scorm-packager"));

pack(
  {
    version,
    organization: "Example",
    title: "Shared lesson",
    language: "en",
    masteryScore: 80,
    startingPage: "index.html",
    source,
    package: { version: "1.0.0", zip: true, outputFolder, date: "2026-01-01" },
  },
  () => {},
);
