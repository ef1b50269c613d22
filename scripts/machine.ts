// Prints what machine this is, to stand beside figures that were measured on it.
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

const [first] = cpus();
console.log(`processor  ${first?.model.trim() ?? 'unknown'}`);
console.log(`cores      ${availableParallelism()}`);
console.log(`memory     ${(totalmem() / 2 ** 30).toFixed(1)} GiB`);
console.log(`system     ${type()} ${release()}`);
console.log(`Node.js    ${process.versions.node}`);
console.log(`date       ${new Date().toISOString()}`);
