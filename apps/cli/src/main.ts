#!/usr/bin/env node
// Any Node reads this file: what needs a later one is imported when the version is known.
const needed = { major: 22, minor: 18 };
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed.major || (major === needed.major && minor < needed.minor)) {
  console.error(
    'error: cfw-flow needs Node.js 22.18 or later, and this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '). Install a later one from https://nodejs.org, or by the version manager that you use.',
  );
  process.exitCode = 1;
} else {
  // Old Nodes know no `await` here.
  void import('./start.ts').then(({ start }) => start(import.meta.filename));
}
