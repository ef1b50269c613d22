const library = require('@cfw-flow/fetch-client');
const { fromEnv } = require('@cfw-flow/fetch-client/node');
const { run } = require('./program.js');

const [, , endpoint] = process.argv;
run(library, { endpoint, credentials: fromEnv() }).then((results) =>
  console.log(JSON.stringify(results)),
);
