// node validate.cjs MODULES SCHEMA DOCUMENT…: what is wrong with JSON documents by a JSON Schema, one on a line.
const fs = require("fs");
const path = require("path");
const [modules, schema, ...documents] = process.argv.slice(2);
const { Validator } = require(path.join(modules, "jsonschema"));

const rules = JSON.parse(fs.readFileSync(schema, "utf8"));
for (const name of documents) {
  const found = new Validator().validate(JSON.parse(fs.readFileSync(name, "utf8")), rules);
  for (const error of found.errors) console.log(`${path.basename(name)}: ${error.stack}`);
}
