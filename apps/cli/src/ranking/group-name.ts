import type { RankedEntry } from '@cfw-flow/fetch-client';

/** A group as it is shown; servers that give its name beside its key have it shown. */
export function groupName({
  key,
  name,
}: Pick<RankedEntry<'bigint'>, 'key'> & { name?: string | null | undefined }): string {
  return name && name !== key ? `${key} (${name})` : key;
}
