import { logFormats } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { hasPseudoTerminals, startInTerminal } from '../testing/pseudo-terminal.ts';
import { run, temporaryFolder } from '../testing/program.ts';

describe('cfw-flow formats', () => {
  it('lists every format with how it is detected', async () => {
    const { code, stdout } = await run(['formats'], await temporaryFolder());
    expect(code).toBe(0);
    for (const { name, title, mark } of logFormats) {
      expect(stdout).toMatch(name);
      expect(stdout).toMatch(title);
      expect(stdout).toContain(mark.says);
    }
  });

  it.runIf(hasPseudoTerminals)('cuts nothing on a narrow terminal', async () => {
    const folder = await temporaryFolder();
    const terminal = await startInTerminal(['formats'], folder, { columns: 80, rows: 60 });
    const text = await terminal.shows(/ended with 0/);
    expect(text).not.toMatch('…');
    expect(text).toMatch(
      /^cfw-rows +Rows of CFW logs\/flow +JSON with "bytes", "direction" and\n +"dst_ip", without "to_s_bytes"$/m,
    );
  });

  it('shows where each field of one format comes from', async () => {
    const { stdout } = await run(['formats', 'eve'], await temporaryFolder());
    expect(stdout).toMatch(/^dst_ip +dest_ip$/m);
    expect(stdout).toMatch(/^direction +the internal networks$/m);
    expect(stdout).toMatch(/^dst_host +tls\/sni or .* with the same flow_id$/m);
  });

  it('refuses a name that it does not know, and says which there are', async () => {
    const { code, stderr } = await run(['formats', 'syslog'], await temporaryFolder());
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching('Allowed choices are lts, cfw-rows, eve,'),
    ]);
  });
});
