// @module-tag slow

import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { startCloud, TOKEN } from '../testing/cloud.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve, start, temporaryFolder } from '../testing/program.ts';
import { unusedPort } from '../testing/unused-port.ts';

const program = path.join(import.meta.dirname, '../main.ts');

/** An agent that has started `cfw-flow mcp`. */
async function agent(args: string[], variables: Record<string, string> = {}) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp', ...args],
    env: { PATH: process.env['PATH'] ?? '', TZ: 'Asia/Shanghai', ...variables },
    stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  // Whatever else comes on standard output is an error of the protocol.
  const faults: Error[] = [];
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no EventTarget
  client.onerror = (error) => faults.push(error);
  onTestFinished(async () => {
    await client.close();
    expect(faults).toEqual([]);
  });
  await client.connect(transport);
  return {
    client,
    async ask(name: string, question: Record<string, unknown> = {}) {
      const { structuredContent, content, isError } = await client.callTool({
        name,
        arguments: question,
      });
      const [first] = content;
      return {
        data: JSON.parse(JSON.stringify(structuredContent ?? null)),
        text: first?.type === 'text' ? first.text : '',
        isError: isError === true,
      };
    },
  };
}

/** An agent over a server with a log. */
async function agentOver(log: string, ...args: string[]) {
  const { url } = await serve(['--logs', 'a.ndjson'], await folderOf({ 'a.ndjson': log }));
  return agent(['--endpoint', url, ...args]);
}

const window = { start_time: '2024-04-29T19:00Z', end_time: '2024-04-29T20:00Z' };

describe('cfw-flow mcp', () => {
  it('offers a tool for each operation, which only reads, with the parameters of the contract', async () => {
    const { client } = await agent([]);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'flow_firewalls',
      'flow_top',
      'flow_trend',
      'flow_statistic',
      'flow_detail',
    ]);
    for (const { annotations } of tools) expect(annotations?.readOnlyHint).toBe(true);
    const top = tools.find(({ name }) => name === 'flow_top');
    expect(top?.inputSchema.required).toEqual(['item', 'order']);
    expect(Object.keys(top?.inputSchema.properties ?? {})).toEqual([
      'fw_instance_id',
      'log_type',
      'direction',
      'start_time',
      'end_time',
      'vgw_id',
      'asset_type',
      'item',
      'order',
      'size',
      'last',
    ]);
    expect(client.getInstructions()).toMatch(/data, never instructions/);
    // They are in every conversation, whatever it is about.
    expect(JSON.stringify(tools).length).toBeLessThan(20_000);
  });

  it('answers what the data of a server say, firewall and log type filled in', async () => {
    const { ask } = await agentOver(sampleLog());
    const asked = {
      fw_instance_id: FIREWALL,
      log_type: 'internet',
      start_time: '2024-04-29T19:00:00Z',
      end_time: '2024-04-29T20:00:00Z',
    };

    const firewalls = await ask('flow_firewalls');
    expect(firewalls.data.firewalls).toEqual([
      {
        fw_instance_id: FIREWALL,
        flows: 6,
        first_time: '2024-04-29T19:00:00Z',
        last_time: '2024-04-29T19:05:00Z',
        traffic: [{ log_type: 'internet', direction: 'in2out', flows: 6 }],
      },
    ]);
    expect(firewalls.text).toContain('6 flows (internet) from 2024-04-29T19:00:00Z');

    const top = await ask('flow_top', { ...window, item: ['dst_host', 'app'], order: 'byte' });
    expect(top.data).toMatchObject({
      asked,
      dst_host: [{ key: 'www.acme.example', value: 196_500 }, {}, {}],
      app: [{ key: 'HTTPS', value: 393_000 }],
    });
    expect(top.text).toContain('1. "www.acme.example": 197 kB');

    const statistic = await ask('flow_statistic', { ...window, item: 'dst_host', size: 1 });
    expect(statistic.data).toMatchObject({
      asked,
      total: 3,
      records: [{ item: 'www.acme.example', sessions: 3, last_time: '2024-04-29T19:02:00Z' }],
    });
    expect(statistic.text).toBe(
      '1 of 3 groups of dst_host, by sessions (internet, 2024-04-29T19:00:00Z to 2024-04-29T20:00:00Z).\n' +
        '1. "www.acme.example": 3 sessions, 4.5 kB of requests, 192 kB of responses',
    );

    const detail = await ask('flow_detail', {
      ...window,
      item: 'dst_host',
      value: 'api.acme.example',
    });
    expect(detail.data).toMatchObject({ asked, sessions: 2, bytes: 131_000, src_ip_count: 1 });
    expect(detail.data.records).toHaveLength(1);

    const trend = await ask('flow_trend', { ...window, ip: ['192.0.2.10'] });
    expect(trend.data.records[0]).toEqual({
      agg_time: '2024-04-29T19:00:00Z',
      in_bps: 8533,
      out_bps: 200,
    });
    expect(trend.text).toMatch(
      /inbound: average 853 bit\/s, peak 8\.5 kbit\/s at 2024-04-29T19:00:00Z/,
    );
  });

  it('asks about the firewall and the log type that it was started with, or is told', async () => {
    const { ask } = await agentOver(
      ndjson([
        flowLine({ fw_instance_id: FIREWALL }),
        flowLine({ fw_instance_id: OTHER_FIREWALL, log_type: 'nat', src_ip: '10.0.0.1' }),
        flowLine({ fw_instance_id: OTHER_FIREWALL, log_type: 'vpc', src_ip: '10.0.0.2' }),
      ]),
      '--firewall',
      OTHER_FIREWALL,
      '--log-type',
      'vpc',
    );
    const question = { ...window, item: ['src_ip'], order: 'record' };
    const sources = async (more: object) =>
      (await ask('flow_top', { ...question, ...more })).data.src_ip.map(
        ({ key }: { key: string }) => key,
      );
    expect(await sources({})).toEqual(['10.0.0.2']);
    expect(await sources({ log_type: 'nat' })).toEqual(['10.0.0.1']);
    expect(await sources({ fw_instance_id: FIREWALL, log_type: 'internet' })).toEqual([
      '192.0.2.10',
    ]);
    expect((await ask('flow_firewalls')).data.configured).toEqual({
      fw_instance_id: OTHER_FIREWALL,
      log_type: 'vpc',
    });
  });

  it('knows a firewall by the name that the server has for it', async () => {
    const { url } = await serve(
      ['--logs', 'a.ndjson', '--firewall-name', `${FIREWALL}=Head office`],
      await folderOf({ 'a.ndjson': sampleLog() }),
    );
    const { ask } = await agent(['--endpoint', url, '--firewall', 'Head office']);
    expect((await ask('flow_firewalls')).data.configured).toEqual({ fw_instance_id: FIREWALL });
  });

  it('finds the log types of a firewall where the service does not list it', async () => {
    const log = ndjson(
      ['nat', 'vpc'].map((log_type) => flowLine({ log_type, end_time: Date.now() })),
    );
    const { url } = await serve(['--logs', 'a.ndjson'], await folderOf({ 'a.ndjson': log }));
    const cloud = await startCloud(url, async () => false);
    const server = ['--endpoint', cloud.url, '--project', PROJECT];
    const known = await agent([...server, '-f', FIREWALL], { CFW_FLOW_TOKEN: TOKEN });
    const { data, text } = await known.ask('flow_firewalls');
    expect(data.firewalls).toEqual([
      { fw_instance_id: FIREWALL, traffic: [{ log_type: 'nat' }, { log_type: 'vpc' }] },
    ]);
    expect(text).toContain(`${FIREWALL}: nat, vpc in the last seven days`);
    const unknown = await (await agent(server, { CFW_FLOW_TOKEN: TOKEN })).ask('flow_firewalls');
    expect([unknown.isError, unknown.text]).toEqual([
      true,
      expect.stringMatching(/--firewall ID \(or CFW_FLOW_FIREWALL\)/),
    ]);
  });

  it('gives as much as fits, and says what it left out and how to ask for it', async () => {
    const hosts = Array.from({ length: 1000 }, (_, at) => `host-${at}.${'x'.repeat(60)}.example`);
    const { ask } = await agentOver(
      ndjson(
        hosts.map((dst_host, at) => flowLine({ dst_host, end_time: SAMPLE_TIME + at * 3000 })),
      ),
    );
    for (const [tool, question] of [
      ['flow_statistic', { item: 'dst_host', size: 1000 }],
      ['flow_top', { item: ['dst_host'], order: 'record', size: 1000 }],
      ['flow_detail', { item: 'src_ip', value: '192.0.2.10' }],
      ['flow_trend', {}],
    ] as const) {
      const { data, text } = await ask(tool, { ...window, ...question });
      expect(JSON.stringify(data).length).toBeLessThan(20_000);
      expect(text.length).toBeLessThan(4000);
      if (tool !== 'flow_trend') expect(data.left_out).toMatch(/left out|Only the first/);
      if (data.left_out) expect(text).toContain(data.left_out);
    }
    const day = { start_time: '2024-04-29T00:00Z', end_time: '2024-04-30T00:00Z' };
    const trend = await ask('flow_trend', day);
    expect(trend.data.records.length).toBeLessThanOrEqual(60);
    expect(trend.data.left_out).toBe(
      '288 parts were averaged to 58. A shorter window has shorter parts.',
    );
  });

  it('keeps every digit of a sum beyond 2^53', async () => {
    const { ask } = await agentOver(
      ndjson([0, 1].map((at) => flowLine({ to_s_bytes: 2 ** 53 - 1, end_time: SAMPLE_TIME + at }))),
    );
    const { data } = await ask('flow_statistic', { ...window, item: 'app' });
    expect(data.records[0].request_byte).toBe('18014398509481982');
  });

  it('says what to do where there is nothing, or something is wrong', async () => {
    const { ask } = await agentOver(sampleLog());
    const empty = await ask('flow_top', { item: ['app'], order: 'record', last: '1h' });
    expect([empty.isError, empty.data.app]).toEqual([false, []]);
    expect(empty.text).toMatch(
      'No flow of this firewall matches. It has 6 flows (internet) from 2024-04-29T19:00:00Z to 2024-04-29T19:05:00Z.',
    );
    const failure = async (name: string, question: object) => {
      const { isError, text } = await ask(name, { ...question });
      expect(isError).toBe(true);
      return text;
    };
    expect(await failure('flow_detail', { item: 'host', value: 'a' })).toMatch(/item/);
    expect(await failure('flow_trend', { start_time: 'yesterdayish' })).toMatch(
      /^start_time is "yesterdayish"\. It takes 2026-11-22,/,
    );
    expect(await failure('flow_trend', { end_time: '2024-04-29' })).toMatch(/needs a start_time/);
    expect(await failure('flow_trend', { last: '6 hours' })).toMatch(/such as 15m, 6h/);
    expect(await failure('flow_trend', { fw_instance_id: OTHER_FIREWALL })).toMatch(
      `It has those of ${FIREWALL}`,
    );
    expect(await failure('flow_trend', { range: 2 })).toMatch(/additional properties/);
  });

  it('says how to start a server where none answers, and goes on when there is one', async () => {
    const port = await unusedPort();
    const { ask } = await agent(['--endpoint', `http://127.0.0.1:${port}`]);
    const refused = await ask('flow_firewalls');
    expect([refused.isError, refused.text]).toEqual([
      true,
      expect.stringMatching(/cfw-flow serve --logs PATH/),
    ]);
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    await serve(['--logs', 'a.ndjson', '--port', String(port)], folder);
    expect((await ask('flow_firewalls')).data.firewalls).toHaveLength(1);
  });

  it('has nothing but the protocol on standard output, and ends with its input', async () => {
    const hello = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'a', version: '1' },
      },
    });
    const running = start(['mcp'], await temporaryFolder());
    running.input.write(`${hello}\n`);
    await running.prints(/"id":1/);
    running.input.end();
    const { code, stdout, stderr } = await running.outcome;
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ id: 1, result: { serverInfo: { name: 'cfw-flow' } } }]);
  });

  it('starts at no endpoint that is none', async () => {
    const { code, stderr } = await run(['mcp', '--endpoint', 'x'], await temporaryFolder());
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/--endpoint is "x", which is no http/),
    ]);
  });

  it('takes no token from its standard input, where the protocol is', async () => {
    const { code, stderr } = await run(['mcp', '--token-file', '-'], await temporaryFolder());
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Name a file with --token-file/)]);
  });
});
