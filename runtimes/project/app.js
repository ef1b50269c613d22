import * as library from '@cfw-flow/fetch-client';
import { run } from './program.js';

globalThis.runProgram = (options) => run(library, options);
