// Prints which tests failed, then how many passed and failed, from the reports that vitest wrote as
// JSON. A file that can't even be loaded counts as one failed test: it has none that could say so.
// So does a report that isn't there.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [, , ...paths] = process.argv;
const unreported = [];
const reports = paths.flatMap((path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    unreported.push(`Some tests left no report: ${error.message}`);
    return [];
  }
});

const failed = reports
  .flatMap(({ testResults }) => testResults)
  .flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('.', name);
    if (status === 'failed' && assertionResults.length === 0) return [`${file}\n${message}`];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
const failures = [...failed, ...unreported];
for (const failure of failures) console.log(`✗ ${failure}\n`);

const passed = reports.reduce((total, report) => total + report.numPassedTests, 0);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || reports.some((report) => report.numPassedTests === 0) ? 1 : 0);
