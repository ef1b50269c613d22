import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where a server can be asked, and by which secrets the two know each other. */
export interface Contact {
  /** Port on 127.0.0.1. */
  port: number;
  /** Shows the server that who asks can read the file. */
  token: string;
  /**
   * Shows who asks that the answer is from that server: what a killed server left behind names a port
   * that may be anybody's by now.
   */
  proof: string;
}

/** Header in which a server shows its proof. */
export const proofHeader = 'x-cfw-flow-proof';

/** The file of a data directory in which its server tells how to reach it. */
export function controlFile(directory: string): string {
  return path.join(directory, 'control.json');
}

/** Secrets that nobody guesses. */
export function newSecrets(): Pick<Contact, 'token' | 'proof'> {
  return { token: randomBytes(32).toString('hex'), proof: randomBytes(32).toString('hex') };
}

/** Writes the file again, for the eyes of this user only. */
export async function writeContact(directory: string, contact: Contact): Promise<void> {
  const file = controlFile(directory);
  // A file that is there keeps its rights, and a link its target: so it has to be a new one.
  await rm(file, { force: true });
  await writeFile(file, `${JSON.stringify(contact)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Reads the file; nothing when there is none, or none that makes sense. */
export async function readContact(directory: string): Promise<Contact | undefined> {
  try {
    const contact: unknown = JSON.parse(await readFile(controlFile(directory), 'utf8'));
    return isContact(contact) ? contact : undefined;
  } catch {
    return undefined;
  }
}

function isContact(read: unknown): read is Contact {
  if (typeof read !== 'object' || read === null) return false;
  const { port, token, proof } = read as Partial<Record<keyof Contact, unknown>>;
  return (
    Number.isInteger(port) &&
    [token, proof].every((secret) => typeof secret === 'string' && /^[0-9a-f]{64}$/.test(secret))
  );
}
