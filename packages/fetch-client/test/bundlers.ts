import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite, type InlineConfig, type Rollup } from 'vite';
import webpack from 'webpack';

/** Brings a program and what it imports to one minified file for browsers. */
export type Bundler = (folder: string, program: string) => Promise<string>;

/**
 * Writes the package's main entry as it is published, as one file, to `index.js` in a folder.
 *
 * @param entry - its source
 */
export async function writeLibrary(folder: string, entry: string): Promise<void> {
  const manifest = { type: 'module', sideEffects: false };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'index.js'), await viteBundle(entry, { minify: false }));
}

/** Vite, which bundles with Rolldown. */
export const rolldown: Bundler = async (folder, program) =>
  viteBundle(await written(folder, program), { minify: 'oxc' });

export const esbuildBundler: Bundler = async (folder, program) => {
  const { outputFiles } = await esbuild({
    entryPoints: [await written(folder, program)],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]!.text;
};

export const webpackBundler: Bundler = async (folder, program) => {
  const compiler = webpack({
    mode: 'production',
    target: ['web', 'es2022'],
    entry: await written(folder, program),
    output: {
      path: folder,
      filename: 'webpack.js',
      module: true,
      library: { type: 'module' },
    },
    experiments: { outputModule: true },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString()));
      else resolve();
    });
  });
  return readFile(join(folder, 'webpack.js'), 'utf8');
};

async function written(folder: string, program: string): Promise<string> {
  const file = join(folder, 'program.js');
  await writeFile(file, program);
  return file;
}

async function viteBundle(
  input: string,
  options: NonNullable<InlineConfig['build']>,
): Promise<string> {
  const { output } = (await vite({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input, preserveEntrySignatures: 'strict' },
      ...options,
    },
  })) as Rollup.RollupOutput;
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`${input} became more than one file.`);
  return chunk.code;
}
