import { DERIVED, PLAIN, type Scope } from './algorithm.ts';

/** What an `Authorization` header says. */
export interface Authorization {
  accessKey: string;
  /** Only with a derived key. */
  scope: Scope | undefined;
  /** Names of the signed headers, as written. */
  signed: string[];
  /** 32 bytes. */
  signature: Uint8Array<ArrayBuffer>;
}

const form =
  /^(\S+)\s+(Access|Credential)=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;

/** Reads an `Authorization` header; nothing when it is not a signature of a kind known here. */
export function parseAuthorization(text: string): Authorization | undefined {
  const parts = form.exec(text.trim());
  if (!parts) return undefined;
  const [, algorithm, keyword, credential, signed, signature] = parts as unknown as string[];
  const common = {
    signed: signed!.split(';'),
    signature: Uint8Array.from(signature!.match(/../g)!, (pair) => Number.parseInt(pair, 16)),
  };
  if (algorithm === PLAIN && keyword === 'Access') {
    return { ...common, accessKey: credential!, scope: undefined };
  }
  if (algorithm === DERIVED && keyword === 'Credential') {
    const [accessKey, day, region, service, ...more] = credential!.split('/');
    if (!accessKey || !day || !region || !service || more.length > 0) return undefined;
    return { ...common, accessKey, scope: { day, region, service } };
  }
  return undefined;
}
