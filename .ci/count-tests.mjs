// Prints how many tests passed and failed, from the reports that vitest wrote as JSON. A file that
// can't even be loaded counts as one failed test: it has none that could say so.
import { readFileSync } from 'node:fs';

const [, , ...paths] = process.argv;
let reports;
try {
  reports = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
} catch (error) {
  console.error(`Some tests left no report: ${error.message}`);
  process.exit(1);
}
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const unloadable = ({ testResults }) =>
  testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests + unloadable(report));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || reports.some((report) => report.numPassedTests === 0) ? 1 : 0);
