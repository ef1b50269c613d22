import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, inject, test } from 'vitest';

const project = inject('project');

interface Manifest {
  /** By entry, its declarations and its modules by condition. */
  exports: Record<string, string | { types: string; [condition: string]: string }>;
}

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
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
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
  const { flags } = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (flags & ts.SymbolFlags.Class) return 'class';
  if (flags & ts.SymbolFlags.Function) return 'function';
  return flags & ts.SymbolFlags.Value ? 'const' : 'type';
}

describe.each(['types', 'signature', 'fetch-client'])('@cfw-flow/%s', (folder) => {
  const entries = entriesOf(`@cfw-flow/${folder}`);

  test('declares these names and no others', async () => {
    const text = entries
      .map(({ name, names }) => [name, ...names.map((line) => `  ${line}`), ''].join('\n'))
      .join('\n');
    await expect(text).toMatchFileSnapshot(`surface/${folder}.txt`);
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
