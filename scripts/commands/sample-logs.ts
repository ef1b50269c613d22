import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packages/published.ts';

const corpus = join(root, 'apps/cli/src/testing/corpus/logs');

/** A line of the LTS traffic log. */
export const ltsLine = `${JSON.stringify({
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  src_port: 40_000,
  dst_ip: '192.0.2.80',
  dst_port: 443,
  protocol: 'TCP',
  to_s_bytes: 100,
  to_c_bytes: 900,
  start_time: 1_714_420_736_000,
  end_time: 1_714_420_737_000,
})}\n`;

/** Log files of other programs. */
export const eve = corpusLog('eve/eve.json');
export const zeekConn = corpusLog('zeek/conn.log');
/** What CFW's `logs/flow` answers. */
export const cfwAnswer = corpusLog('cfw-rows-answer/answer.json');

function corpusLog(path: string): string {
  return readFileSync(join(corpus, path), 'utf8');
}
