/** Most bytes of a body, decompressed, unless an option says otherwise: 32 MiB. */
export const defaultMaxBodyBytes = 32 * 2 ** 20;

/**
 * Reads a body as UTF-8, and gives the connection up when there is more than `maxBytes` of it,
 * whatever its headers say.
 *
 * @returns nothing when there is more
 */
export async function readBody(response: Response, maxBytes: number): Promise<string | undefined> {
  // Where answers have no stream, as in React Native, they are there as a whole only.
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
