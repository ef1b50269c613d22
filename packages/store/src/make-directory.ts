import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it that are not there. Where none can be made, it fails: the recursive
 * `mkdir` of Node tries again for ever below `/proc`, which says that the directory above isn't there.
 *
 * @param mode - rights of the directories that it makes
 * @throws the error of the system
 */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  try {
    await makeOne(path, mode);
  } catch (error) {
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    await makeDirectory(above, mode);
    await makeOne(path, mode);
  }
}

async function makeOne(path: string, mode?: number): Promise<void> {
  await mkdir(path, { mode }).catch(async (error: unknown) => {
    // What systems say of a directory that is there differs.
    const found = await stat(path).catch(() => undefined);
    if (!found?.isDirectory()) throw error;
  });
}
