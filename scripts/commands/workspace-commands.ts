import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packages/published.ts';
import { documentedCommands } from './documented-commands.ts';

/** The commands that README.md and CONTRIBUTING.md tell of, each once. */
export function workspaceCommands(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = ['README.md', 'CONTRIBUTING.md'].flatMap((document) =>
    documentedCommands(readFileSync(join(root, document), 'utf8'), Object.keys(scripts)),
  );
  return [...new Set(commands)];
}
