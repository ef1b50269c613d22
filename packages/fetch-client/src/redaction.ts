import type { AnyCredentials, Credentials } from './credentials/credentials.ts';
import { causes } from './errors.ts';

/** How texts spell a character in URLs, JSON, JavaScript and HTML. */
const spelled = /(?:%|\\u00|&#x)([\da-f]{2});?|\\([^u])/gi;

/** Blanks, what controls a terminal or turns the direction of writing, and what can't be seen. */
const blanks = /[\s\p{Cc}\p{Cf}]+/gu;

/**
 * What a request carried that no message may show: its credentials and its signature.
 *
 * @param headers - of the request
 */
export function secretsOf(
  credentials: Credentials | undefined,
  headers: Readonly<Record<string, string>>,
): string[] {
  const { token, accessKey, secretKey, securityToken } = (credentials ?? {}) as AnyCredentials;
  const signature = headers['Authorization']?.split('Signature=')[1];
  return [token, secretKey, securityToken, signature, accessKey].filter(Boolean) as string[];
}

/**
 * A text without the secrets, however they are spelled in it, also in base64. What stands for one is
 * as long, filled up with blanks.
 */
function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, btoa(secret).replace(/=+$/, '')]);
  let shown = text;
  let decoded = text;
  // A URL within a URL is encoded twice.
  for (let depth = 0; depth < 4; depth++) {
    for (const form of forms) {
      if (!decoded.includes(form)) continue;
      shown = decoded = decoded.replaceAll(form, '[redacted]'.padEnd(form.length));
    }
    decoded = decoded.replace(
      spelled,
      (_, hex: string, character?: string) =>
        character ?? String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return shown;
}

/**
 * The start of what a server sent, for a message: one line, without secrets and control characters.
 */
export function excerpt(text: string, secrets: readonly string[], length = 500): string {
  // The first cut may leave a part of a secret, which is then far beyond the second one.
  const line = redact(text.slice(0, 100 * length), secrets)
    .slice(0, 10 * length)
    .replaceAll(blanks, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length)}...` : line;
}

/** A copy of headers without the secrets. */
export function redactedHeaders(headers: Headers, secrets: readonly string[]): Headers {
  return new Headers(
    [...headers].map(([name, value]): [string, string] => [name, excerpt(value, secrets, 8000)]),
  );
}

/** Takes the secrets out of an error of `fetch` and its causes: that of a parser quotes the answer. */
export function redactError(error: unknown, secrets: readonly string[]): void {
  for (const cause of causes(error)) {
    for (const name of Object.getOwnPropertyNames(cause)) {
      const value = (cause as unknown as Record<string, unknown>)[name];
      if (typeof value === 'string') Reflect.set(cause, name, redact(value, secrets));
    }
  }
}
