import { amount, type Random } from './random.ts';

/** Size and duration of a kind of session: medians, and the spread around them. */
interface Profile {
  /** Bytes from client to server. */
  request: number;
  /** Bytes from server to client. */
  response: number;
  /** Seconds. */
  seconds: number;
  spread: number;
}

const profiles = {
  page: { request: 2_400, response: 31_000, seconds: 9, spread: 1.1 },
  api: { request: 1_700, response: 3_200, seconds: 2, spread: 0.8 },
  media: { request: 21_000, response: 2_300_000, seconds: 95, spread: 1.3 },
  download: { request: 5_200, response: 7_800_000, seconds: 40, spread: 1.6 },
  upload: { request: 1_100_000, response: 9_500, seconds: 28, spread: 1.5 },
  bulkUpload: { request: 120_000_000, response: 60_000, seconds: 110, spread: 0.5 },
  mail: { request: 26_000, response: 4_100, seconds: 6, spread: 1.4 },
  shell: { request: 9_300, response: 15_000, seconds: 260, spread: 1.4 },
  tunnel: { request: 700_000, response: 4_200_000, seconds: 1_900, spread: 1.2 },
  database: { request: 3_600, response: 44_000, seconds: 24, spread: 1.4 },
  cache: { request: 700, response: 1_900, seconds: 4, spread: 1 },
  lookup: { request: 68, response: 148, seconds: 0.03, spread: 0.4 },
  clock: { request: 76, response: 76, seconds: 0.05, spread: 0 },
  echo: { request: 336, response: 336, seconds: 3, spread: 0 },
} as const satisfies Record<string, Profile>;

/** A kind of session. */
export type ProfileName = keyof typeof profiles;

/** What a session carried. */
export interface Load {
  to_s_bytes: number;
  to_c_bytes: number;
  to_s_pkts: number;
  to_c_pkts: number;
  /** Milliseconds from its first packet to its last. */
  duration: number;
}

/** Bytes of an empty TCP session: its handshake and its end. */
const MIN_TCP_BYTES = 240;
const SEGMENT = 1_400;

/** What a session of a kind carries when it is answered. */
export function answered(random: Random, name: ProfileName, protocol: string): Load {
  const { request, response, seconds, spread } = profiles[name];
  // Long sessions carry more: one random factor is shared by both directions, another is per direction.
  const size = amount(random, 1, spread * 0.8);
  const minBytes = protocol === 'TCP' ? MIN_TCP_BYTES : 1;
  const to_s_bytes = Math.round(minBytes + request * size * amount(random, 1, spread * 0.6));
  const to_c_bytes = Math.round(minBytes + response * size * amount(random, 1, spread * 0.6));
  const turns = protocol === 'TCP' ? 4 : 1;
  const to_s_pkts = turns + Math.floor(to_s_bytes / SEGMENT + to_c_bytes / (2 * SEGMENT));
  const to_c_pkts = turns + Math.floor(to_c_bytes / SEGMENT + to_s_bytes / (2 * SEGMENT));
  const duration = Math.round(1000 * amount(random, seconds, Math.max(spread, 0.3)));
  return { to_s_bytes, to_c_bytes, to_s_pkts, to_c_pkts, duration };
}

/** What a session carries when it is not answered: some attempts, then nothing. */
export function unanswered(random: Random, protocol: string): Load {
  const to_s_pkts = 1 + Math.floor(random() * 3);
  const packet = protocol === 'TCP' ? 60 : 72;
  const duration = Math.round(to_s_pkts === 1 ? 0 : 1000 * (2 ** to_s_pkts - 1));
  return { to_s_bytes: to_s_pkts * packet, to_c_bytes: 0, to_s_pkts, to_c_pkts: 0, duration };
}
