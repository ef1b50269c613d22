import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes with the test, by its real path: that for temporary files may be a link. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'cfw-flow-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
