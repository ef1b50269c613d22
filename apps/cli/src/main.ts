#!/usr/bin/env node
import { run } from './program.ts';
import { endWithOutput } from './output/terminal.ts';

endWithOutput();
process.exitCode = await run(import.meta.filename, process.argv.slice(2));
