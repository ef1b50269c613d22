import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, inject, test } from 'vitest';
import { publishedPackages, readManifest } from '../scripts/packages/published.ts';

const project = inject('project');
const packages = publishedPackages().map(({ manifest }) => manifest);

/** Of an entry, its declarations and its modules by condition; or its file, where it has no types. */
type Target = string | { types: string; [condition: string]: string };

interface Entry {
  name: string;
  /** One for each kind of runtime. */
  modules: string[];
  /** What it exports, by its declarations: kind and name, sorted. */
  names: string[];
}

/** Entries of a packed package that have declarations. */
function entriesOf(name: string): Entry[] {
  const folder = join(project, 'node_modules', name);
  const { exports = {} } = readManifest(folder);
  const entries = Object.entries(exports as Record<string, Target>).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [{ entry, target }],
  );
  const program = ts.createProgram({
    rootNames: entries.map(({ target }) => join(folder, target.types)),
    options: { module: ts.ModuleKind.NodeNext, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] },
  });
  return entries.map(({ entry, target: { types, ...modules } }) => ({
    name: join(name, entry),
    modules: Object.values(modules).map((file) => pathToFileURL(join(folder, file)).href),
    names: exportsOf(program, join(folder, types)),
  }));
}

function exportsOf(program: ts.Program, declarations: string): string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(declarations);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${declarations} exports nothing.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => `${kindOf(checker, symbol)} ${symbol.name}`)
    .toSorted();
}

function kindOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const [declaration] = symbol.declarations ?? [];
  if (declaration && ts.isExportSpecifier(declaration) && declaration.isTypeOnly) return 'type';
  const { flags } = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (flags & ts.SymbolFlags.Class) return 'class';
  if (flags & ts.SymbolFlags.Function) return 'function';
  return flags & ts.SymbolFlags.Value ? 'const' : 'type';
}

/** The commands of the packed program, each with its options, as its completion knows them. */
function commandsOf(name: string): string[] {
  const folder = join(project, 'node_modules', name);
  const program = join(folder, readManifest(folder).bin?.[name] ?? '');
  const completion = execFileSync(process.execPath, [program, 'completion', 'bash']).toString();
  const [, options = ''] = /^_\w+_options\(\) \{(.*?)^\}/ms.exec(completion) ?? [];
  return [...options.matchAll(/'(.*) ?'\) echo '(.*)'/g)].map(([, command = '', words = '']) =>
    [`${name} ${command}`.trim(), ...words.split(' ').filter(Boolean)].join('\n  '),
  );
}

/** The list of what a package offers to its users, which a change of it is held against. */
function listOf(name: string): string {
  return join(import.meta.dirname, 'surface', `${name.replace('@cfw-flow/', '')}.txt`);
}

describe.each(packages.filter(({ exports }) => exports !== undefined))('$name', ({ name }) => {
  const entries = entriesOf(name);

  test('declares these names and no others', async () => {
    const text = entries
      .map((entry) => [entry.name, ...entry.names.map((line) => `  ${line}`), ''].join('\n'))
      .join('\n');
    await expect(text).toMatchFileSnapshot(listOf(name));
  });

  test.each(entries)('$name exports the values that it declares', async ({ modules, names }) => {
    const values = names
      .filter((line) => !line.startsWith('type '))
      .map((line) => line.split(' ')[1]);
    for (const module of modules) {
      const exported: object = await import(module);
      expect(Object.keys(exported).toSorted()).toEqual(values.toSorted());
    }
  });
});

test.each(packages.filter(({ bin }) => bin !== undefined))(
  '$name takes these commands and options, and no others',
  async ({ name }) => {
    const commands = commandsOf(name);
    expect(commands.length).toBeGreaterThan(1);
    await expect(`${commands.join('\n\n')}\n`).toMatchFileSnapshot(listOf(`${name}-commands`));
  },
);
