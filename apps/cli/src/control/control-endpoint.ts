import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the server of a data directory can be asked, and the secrets by which the two sides know each other. */
export interface ControlEndpoint {
  /** Port on 127.0.0.1. */
  port: number;
  /** Sent by the client: shows that it can read the file. */
  token: string;
  /**
   * Sent by the server: shows that it is the one that wrote the file. The file of a killed server names
   * a port that another program may use by now.
   */
  serverSecret: string;
}

/** Header in which a server sends its secret. */
export const serverSecretHeader = 'x-cfw-flow-server-secret';

/** The file of a data directory in which its server says how to reach it. */
export function controlFile(directory: string): string {
  return path.join(directory, 'control.json');
}

/** New random secrets. */
export function newSecrets(): Pick<ControlEndpoint, 'token' | 'serverSecret'> {
  return { token: randomBytes(32).toString('hex'), serverSecret: randomBytes(32).toString('hex') };
}

/** Writes the file, readable for this user only. */
export async function writeControlEndpoint(
  directory: string,
  endpoint: ControlEndpoint,
): Promise<void> {
  const file = controlFile(directory);
  // Overwriting would keep the rights of an old file, or follow a link: so it has to be a new one.
  await rm(file, { force: true });
  await writeFile(file, `${JSON.stringify(endpoint)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Reads the file; undefined when there is none or it is not valid. */
export async function readControlEndpoint(directory: string): Promise<ControlEndpoint | undefined> {
  try {
    const endpoint: unknown = JSON.parse(await readFile(controlFile(directory), 'utf8'));
    return isControlEndpoint(endpoint) ? endpoint : undefined;
  } catch {
    return undefined;
  }
}

function isControlEndpoint(read: unknown): read is ControlEndpoint {
  if (typeof read !== 'object' || read === null) return false;
  const { port, token, serverSecret } = read as Partial<Record<keyof ControlEndpoint, unknown>>;
  return (
    Number.isInteger(port) &&
    [token, serverSecret].every(
      (secret) => typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret),
    )
  );
}
