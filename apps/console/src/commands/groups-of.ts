import { FlowItem } from '@cfw-flow/fetch-client';

/** A group that a text may mean. */
export interface Group {
  item: FlowItem;
  value: string;
}

const MAX_PORT = 65_535;
const host = /^(?=.*\p{L})[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+\.?$/u;

/** The groups that somebody may mean who types this: an address, a port, or the name of a host. */
export function groupsOf(typed: string): Group[] {
  const text = typed.trim().toLowerCase();
  if (isAddress(text)) {
    return [FlowItem.SRC_IP, FlowItem.DST_IP].map((item) => ({ item, value: text }));
  }
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) {
    return [{ item: FlowItem.DST_PORT, value: String(Number(text)) }];
  }
  if (host.test(text)) return [{ item: FlowItem.DST_HOST, value: text.replace(/\.$/, '') }];
  return [];
}

function isAddress(text: string): boolean {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (bytes !== undefined) return bytes.every((byte) => Number(byte) <= 255);
  return text.includes(':') && URL.canParse(`http://[${text}]/`);
}
