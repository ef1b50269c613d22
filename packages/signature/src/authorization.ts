import { type Algorithm, derived, plain } from './algorithm.ts';

/** What an `Authorization` header says. */
export interface Authorization {
  algorithm: Algorithm;
  accessKey: string;
  /** Names of the signed headers, as written. */
  signed: string[];
  /** 32 bytes. */
  signature: Uint8Array<ArrayBuffer>;
}

const form = /^(\S+\s+\w+)=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;

/** Reads an `Authorization` header; nothing when it is not a signature of a kind known here. */
export function parseAuthorization(text: string): Authorization | undefined {
  const parts = form.exec(text.trim());
  if (!parts) return undefined;
  const [, kind, credential, signed, signature] = parts as unknown as string[];
  const common = {
    signed: signed!.split(';'),
    signature: Uint8Array.from(signature!.match(/../g)!, (pair) => Number.parseInt(pair, 16)),
  };
  switch (kind!.replace(/\s+/, ' ')) {
    case 'SDK-HMAC-SHA256 Access':
      return { ...common, algorithm: plain, accessKey: credential! };
    case 'V11-HMAC-SHA256 Credential': {
      const [, accessKey, scope] = /^([^/]+)\/(\d{8}\/[^/]+\/[^/]+)$/.exec(credential!) ?? [];
      if (accessKey === undefined || scope === undefined) return undefined;
      return { ...common, algorithm: derived(scope), accessKey };
    }
    default:
      return undefined;
  }
}
