#!/usr/bin/env node
import { run } from './program.ts';
import { endWithOutput } from './output/terminal.ts';

// Flows are for the eyes of who runs this: no file that it makes has rights for others.
process.umask(0o077);
endWithOutput();
process.exitCode = await run(import.meta.filename, process.argv.slice(2));
