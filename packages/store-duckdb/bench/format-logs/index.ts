import { cfwRowsLog } from './cfw-rows.ts';
import { eveLog } from './eve.ts';
import type { FormatLog } from './format-log.ts';
import { ltsLog } from './lts.ts';
import { vpcLog } from './vpc.ts';
import { zeekJsonLog, zeekLog } from './zeek.ts';

/** The made flows as a log of each format. */
export const formatLogs: readonly FormatLog[] = [
  ltsLog(),
  cfwRowsLog,
  eveLog,
  zeekLog,
  zeekJsonLog,
  vpcLog,
];
