import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './packages/published.ts';

// pnpm that installs offline forgets the binaries that the machine lacks, and then nobody can install
// on another one.
test.each(['pnpm-lock.yaml', 'runtimes/pnpm-lock.yaml'])(
  '%s has binaries for macOS and Windows wherever it has those for Linux.',
  (path) => {
    const lock = readFileSync(join(root, path), 'utf8');
    const names = [...lock.matchAll(/^ {2}'?(@?[^@'\n]+)@.*:$/gm)].map(([, name = '']) => name);
    const families = new Set(names.flatMap((name) => /^(.*)linux/.exec(name)?.[1] ?? []));
    expect(families.size).toBeGreaterThan(0);
    for (const family of families) {
      const systems = names.filter((name) => name.startsWith(family)).join(' ');
      expect.soft(systems, `${family}* for macOS`).toMatch(/darwin/);
      expect.soft(systems, `${family}* for Windows`).toMatch(/win32|windows|win-/);
    }
  },
);
