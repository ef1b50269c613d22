// Prints how many tests passed and failed, from the report that vitest wrote as JSON. A file that
// can't even be loaded counts as one failed test: it has none that could say so.
import { readFileSync } from 'node:fs';

const [, , path] = process.argv;
let report;
try {
  report = JSON.parse(readFileSync(path, 'utf8'));
} catch {
  console.error('The tests left no report.');
  process.exit(1);
}
const unloadable = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;
const failed = report.numFailedTests + unloadable;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exit(failed > 0 || report.numPassedTests === 0 ? 1 : 0);
