import type { Client } from './generated/client/index.ts';
import type { Answer, Send } from './transport.ts';

/** What generated code asks of the client that it is given: the parts of one request. */
interface Operation {
  url: string;
  path: Record<string, string>;
  query: Record<string, unknown>;
}

/**
 * A client for generated operations that sends as {@link call} says. It stands in for the generated
 * one, which knows neither attempts nor signatures, and is more than half of a bundle's size.
 */
export function operationClient(endpoint: string, send: Send): Client {
  const get = ({ url, path, query }: Operation): Promise<Answer> =>
    send(endpoint + pathOf(url, path) + searchOf(query));
  return { get } as unknown as Client;
}

function pathOf(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]!));
}

/** A list is written as repeated parameters, as the contract says (`explode: true`). */
function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  return `?${search}`;
}
