import * as library from '@cfw-flow/fetch-client';
import { fromEnv } from '@cfw-flow/fetch-client/node';
import { run } from './program.js';

const [, , endpoint] = process.argv;
console.log(JSON.stringify(await run(library, { endpoint, credentials: fromEnv() })));
