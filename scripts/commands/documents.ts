import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, root } from '../packages/published.ts';
import { codeBlocks } from './code-blocks.ts';
import { documentedCommands } from './documented-commands.ts';

/** What somebody reads who changes this repository. Its commands run in a clone. */
const forContributors = new Set(['README.md', 'CONTRIBUTING.md']);

/** Every document with commands, by its path with slashes. */
export const documents: readonly string[] = globSync(
  ['*.md', '.github/*.md', '{apps,packages}/*/*.md', 'apps/docs/guides/**/*.md'],
  { cwd: root, exclude: ['**/CHANGELOG.md'] },
)
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted();

/** The commands of the workspace, each once: all of README.md and CONTRIBUTING.md, pnpm's of others. */
export function workspaceCommands(): string[] {
  return distinct((document, command) => isOfWorkspace(document, command));
}

/**
 * All other commands, each once: those that a reader of a guide runs anywhere, with the program
 * installed. `npx -y pnpm@12 cfw-flow` is written `cfw-flow` here, which is the same in the clone.
 */
export function guideCommands(): string[] {
  const commands = distinct((document, command) => !isOfWorkspace(document, command));
  return [
    ...new Set(commands.map((command) => command.replace('npx -y pnpm@12 cfw-flow ', 'cfw-flow '))),
  ];
}

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The first block of code in a document that is in a language. */
export function blockOf(path: string, language: string): string {
  const block = codeBlocks(readDocument(path)).find((one) => one.language === language);
  if (block === undefined) throw new Error(`${path} has no block in ${language}.`);
  return block.code;
}

function distinct(belongs: (document: string, command: string) => boolean): string[] {
  const scripts = Object.keys(readManifest('.').scripts ?? {});
  const commands = documents.flatMap((document) =>
    documentedCommands(readDocument(document), scripts).filter((command) =>
      belongs(document, command),
    ),
  );
  return [...new Set(commands)];
}

function isOfWorkspace(document: string, command: string): boolean {
  return (
    forContributors.has(document) ||
    /^(npx -y pnpm@12 (?!cfw-flow .)|npx cfw-flow|\.ci\/)/.test(command)
  );
}
