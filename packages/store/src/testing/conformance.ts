import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { Item } from '@cfw-flow/types';
import fc from 'fast-check';
import type { Enrichment } from '../enrichment/enrichment.ts';
import type { FlowRecord } from '../flow.ts';
import { ltsTrafficLog } from '../formats/lts.ts';
import { readFlow } from '../read-flow.ts';
import { type FlowSource, textSource } from '../source.ts';
import type { FlowStatisticQuery } from '../queries/flow-statistic.ts';
import type { Operation, Question } from '../queries/index.ts';
import type {
  FlowStore,
  IngestReport,
  ReadSegment,
  StoreCapabilities,
  StoreWith,
} from '../store.ts';
import type { TimeWindow } from '../window.ts';
import { assertProperty } from './assert-property.ts';
import { enrichments, flowRecords } from './arbitraries.ts';
import { enriched } from '../enrichment/enriched-flow.ts';
import { type FormatLog, formatLogs } from './format-logs.ts';
import { ltsLine } from './lts-line.ts';
import { oracle, questions } from './oracle/index.ts';
import { readLog } from '../read-log.ts';

/** Something that a store does, and how to see it. */
export interface ConformanceCheck {
  /** What the store does, as a sentence. */
  title: string;
  /**
   * Sees to it.
   *
   * @param open - opens an empty store that knows beside the logs what it is given
   * @throws an `AssertionError` when the store does otherwise
   */
  run(open: OpenStore): Promise<void>;
}

/** Opens an empty store. */
export type OpenStore = (options?: { enrichment?: () => Enrichment }) => Promise<FlowStore>;

/** What a store can do beside what every store can. */
export type Capability = keyof StoreCapabilities;

/** All capabilities that there are. */
export const allCapabilities: readonly Capability[] = [
  'explain',
  'rollUp',
  'verify',
  'prune',
  'reEnrich',
  'backup',
];

/** A check of a store that has certain capabilities. */
interface Check {
  title: string;
  needs?: readonly Capability[];
  run(open: OpenAll): Promise<void>;
}

/**
 * What a store has to do, whatever its engine.
 *
 * @param capabilities - what it can do beside what every store can
 */
export function conformance(capabilities: readonly Capability[]): ConformanceCheck[] {
  return checks
    .filter(({ needs = [] }) => needs.every((one) => capabilities.includes(one)))
    .map(({ title, run }) => ({ title, run: (open) => run(open as OpenAll) }));
}

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const other = '11111111-2222-4333-8444-555555555555';
const noon = Date.UTC(2025, 6, 1, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const flow: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  src_port: 40_000,
  dst_ip: '192.0.2.80',
  dst_port: 443,
  protocol: 'TCP',
  app: 'HTTPS',
  dst_host: 'www.example',
  to_s_bytes: 100n,
  to_c_bytes: 900n,
  start_time: noon - 1000,
  end_time: noon,
};

const question: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_host',
  window: { start: noon - 3_600_000, end: noon + 1 },
  size: 5,
};

const checks: readonly Check[] = [
  {
    title: 'answers every question about random flows as a scan of all flows would',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { maxLength: 120 }),
          fc.array(questions, { minLength: 1, maxLength: 12 }),
          async (flows, asked) => {
            await using held = await holding(open, flows);
            await checkAnswers(held.store, flows, asked);
          },
        ),
        { numRuns: 60 },
      ),
  },
  {
    title: 'answers every item about many flows of one window as a scan would',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { minLength: 300, maxLength: 600, size: 'max' }),
          async (mixed) => {
            const flows = mixed.map((one) => ({
              ...one,
              fw_instance_id: firewall,
              log_type: 'internet' as const,
            }));
            await using held = await holding(open, flows);
            const window = { start: 0, end: 8_640_000_000_000_000 };
            for (const item of Object.values(Item)) {
              const query = { ...question, item, window, size: 1000 };
              assert.deepEqual(
                await held.store.answer('listFlowStatistic', query),
                oracle.listFlowStatistic(flows, query),
                item,
              );
            }
          },
        ),
        { numRuns: 4 },
      ),
  },
  {
    title: 'counts a flow that ends at the start of the window, not one that ends at its end',
    async run(open) {
      await using held = await holding(open, [flow]);
      const total = async (start: number, end: number) =>
        (await held.store.answer('listFlowStatistic', { ...question, window: { start, end } }))
          .total;
      assert.equal(await total(noon, noon + 1), 1);
      assert.equal(await total(noon - 1, noon), 0);
      assert.equal(await total(noon + 1, noon + 2), 0);
    },
  },
  {
    title: 'finds nothing when it may pass no gateway',
    async run(open) {
      await using held = await holding(open, [flow, { ...flow, vgw_id: firewall }]);
      const totalOf = async (vgw_id: string[]) =>
        (await held.store.answer('listFlowStatistic', { ...question, vgw_id })).total;
      assert.equal(await totalOf([firewall]), 1);
      assert.equal(await totalOf([]), 0);
    },
  },
  {
    title: 'breaks ties by code point, ports as text and names beyond the basic plane last',
    async run(open) {
      const ports = [9, 10, 443, 80];
      const names = ['\u{1F600}.example', '\uFFFD.example', 'a.example', '9.example'];
      await using held = await holding(
        open,
        ports.map((dst_port, index) => ({ ...flow, dst_port, dst_host: names[index]! })),
      );
      const order = async (item: Item) =>
        (await held.store.answer('listFlowStatistic', { ...question, item })).records.map(
          (record) => record.item,
        );
      assert.deepEqual(await order('dst_port'), ['10', '443', '80', '9']);
      assert.deepEqual(await order('dst_host'), [...names].reverse());
      const [app] = (await held.store.answer('listFlowStatistic', { ...question, item: 'app' }))
        .records;
      assert.deepEqual(
        app?.ports?.map(({ key }) => key),
        ['10', '443', '80', '9'],
      );
    },
  },
  {
    title: 'adds up bytes exactly beyond 2^53 and beyond 2^63',
    async run(open) {
      const most = 2n ** 63n - 1n;
      const flows = [1, 2, 3].map(() => ({
        ...flow,
        to_s_bytes: most,
        to_c_bytes: 2n ** 53n + 1n,
      }));
      await using held = await holding(open, flows);
      const [record] = (await held.store.answer('listFlowStatistic', question)).records;
      assert.equal(record?.request_byte, 3n * most);
      assert.equal(record?.response_byte, 3n * (2n ** 53n + 1n));
    },
  },
  {
    title: 'tells the number of groups and no records when none are wanted',
    async run(open) {
      await using held = await holding(open, [flow, { ...flow, dst_host: 'b.example' }]);
      const answer = await held.store.answer('listFlowStatistic', { ...question, size: 0 });
      assert.deepEqual(answer, { records: [], total: 2 });
    },
  },
  {
    title: 'writes addresses canonically, an IPv4-mapped one as IPv4',
    async run(open) {
      const written = [
        '2001:DB8:0:0:0:0:0:1',
        '2001:db8::0001',
        '::ffff:192.0.2.80',
        '::ffff:c000:250',
      ];
      await using held = await holding(
        open,
        written.map((dst_ip) => ({ ...flow, dst_ip })),
      );
      const answer = await held.store.answer('listFlowStatistic', { ...question, item: 'dst_ip' });
      assert.deepEqual(
        answer.records.map(({ item, sessions }) => [item, sessions]),
        [
          ['192.0.2.80', 2],
          ['2001:db8::1', 2],
        ],
      );
    },
  },
  {
    title: 'gives ICMP no ports, however it is spelt and whatever a log writes there',
    async run(open) {
      const spellings = ['ICMP', 'icmp', 'IcmpV6', 'ICMP: ECHO_REQUEST'];
      await using held = await holding(
        open,
        spellings.map((protocol) => ({ ...flow, protocol })),
      );
      const answer = await held.store.answer('listFlowStatistic', {
        ...question,
        item: 'dst_port',
      });
      assert.deepEqual(answer, { records: [], total: 0 });
    },
  },
  {
    title: 'lets a row name its firewall, and gives the others the firewall of the source',
    async run(open) {
      const { fw_instance_id: _, ...nameless } = flow;
      await using store = disposable(await open());
      await store.value.ingest(
        textSource('two firewalls', 'two', [
          ltsLine(nameless as FlowRecord),
          ltsLine({ ...flow, fw_instance_id: other, log_type: 'vpc' }),
        ]),
        { fw_instance_id: firewall },
      );
      const held = { flows: 1, first_time: noon, last_time: noon };
      const traffic = (log_type: 'internet' | 'vpc') => [
        { log_type, direction: 'in2out' as const, flows: 1 },
      ];
      assert.deepEqual(await store.value.firewalls(), [
        { fw_instance_id: other, ...held, traffic: traffic('vpc') },
        { fw_instance_id: firewall, ...held, traffic: traffic('internet') },
      ]);
    },
  },
  {
    title:
      'tells of each firewall how many flows there are, since when, until when, and of what kind',
    async run(open) {
      const inbound = { ...flow, direction: 'out2in' as const };
      await using held = await holding(open, [
        { ...flow, end_time: noon + 5 },
        { ...inbound, end_time: noon - 7 },
        { ...flow, log_type: 'nat' },
        { ...inbound, end_time: noon + 9 },
        { ...flow, fw_instance_id: other },
      ]);
      const [summary] = (await held.store.firewalls()).filter(
        ({ fw_instance_id }) => fw_instance_id === firewall,
      );
      const { traffic, ...told } = summary!;
      assert.deepEqual(told, {
        fw_instance_id: firewall,
        flows: 4,
        first_time: noon - 7,
        last_time: noon + 9,
      });
      const kinds = traffic.map((kind) => `${kind.log_type} ${kind.direction} ${kind.flows}`);
      assert.deepEqual(kinds.sort(), ['internet in2out 1', 'internet out2in 2', 'nat in2out 1']);
    },
  },
  {
    title: 'ingests the same content once',
    async run(open) {
      await using held = await holding(open, [flow]);
      assert.equal(held.report.flows, 1);
      const again = await held.store.ingest(textSource('again', 'flows', [ltsLine(flow)]), {
        fw_instance_id: firewall,
      });
      assert.deepEqual(again, {
        source: 'again',
        repeated: true,
        flows: 0,
        rejected: 0,
        skipped: 0,
        rejections: [],
      });
      assert.equal(
        (await held.store.answer('listFlowStatistic', question)).records[0]?.sessions,
        1,
      );
    },
  },
  {
    title: 'keeps the good lines and says of each other line where it stands and what is wrong',
    async run(open) {
      const good = ltsLine(flow);
      const lines = [
        good,
        '',
        'not a flow',
        '[1, 2]',
        withField('end_time', undefined),
        withField('dst_port', '70000'),
        withField('src_ip', 'abc'),
        '   ',
        good,
        withField('to_s_bytes', -1),
        withField('to_s_bytes', 1.5),
        withField('direction', 'sideways'),
        withField('protocol', ''),
        '{"src_ip": "10.0.0',
      ];
      await using store = disposable(await open());
      const report = await store.value.ingest(textSource('mixed', 'mixed', lines), {
        fw_instance_id: firewall,
      });
      assert.equal(report.flows, 2);
      assert.equal(report.rejected, 10);
      assert.deepEqual(
        report.rejections,
        lines.flatMap((line, index) => {
          const read = readFlow(ltsTrafficLog, line, firewall);
          return line.trim() === '' || 'flow' in read
            ? []
            : [{ line: index + 1, reason: read.reason }];
        }),
      );
      const reasons = Object.fromEntries(
        report.rejections.map(({ line, reason }) => [line, reason]),
      );
      assert.match(reasons[3]!, /^not JSON/);
      assert.equal(reasons[4], 'not a JSON object');
      assert.equal(reasons[5], 'end_time is missing');
      assert.equal(reasons[6], 'dst_port is "70000", not a port from 0 to 65535');
      assert.equal(reasons[7], 'src_ip is "abc", not an IPv4 or IPv6 address');
      assert.equal(reasons[12], 'direction is "sideways", not one of in2out, out2in');
      assert.equal(
        (await store.value.answer('listFlowStatistic', question)).records[0]?.sessions,
        2,
      );
    },
  },
  {
    title: 'reads on after lines that are no JSON of their own, and after odd ones',
    async run(open) {
      const good = ltsLine(flow);
      const lines = [
        '{',
        '  "name": "spread over lines"',
        '}',
        good,
        good.slice(0, 40),
        good.slice(40),
        '[',
        good,
        ']',
        '\f',
        good.replace('www.example', '\\ud83d.example'),
        good.replace('HTTPS', 'A'.repeat(20_000)),
        '{"open": {"brace": 1}',
        good,
        'x'.repeat(100_000),
      ];
      await using store = disposable(await open());
      const report = await store.value.ingest(textSource('odd', 'odd', lines), {
        fw_instance_id: firewall,
      });
      assert.deepEqual(
        report.rejections.map(({ line }) => line),
        [1, 2, 3, 5, 6, 7, 9, 10, 13, 15],
      );
      assert.equal(report.flows, 5);
      const { records } = await store.value.answer('listFlowStatistic', question);
      assert.deepEqual(
        records.map(({ item, sessions }) => [item, sessions]),
        [
          ['www.example', 4],
          ['\uFFFD.example', 1],
        ],
      );
    },
  },
  {
    title: 'ingests a source without any flow again, once there is one to find',
    async run(open) {
      await using store = disposable(await open());
      const options = { fw_instance_id: firewall };
      const source = textSource('no log', 'no log', ['<html>', '</html>']);
      assert.equal((await store.value.ingest(source, options)).rejected, 2);
      assert.equal((await store.value.ingest(source, options)).repeated, false);
    },
  },
  {
    title: 'keeps nothing of a source that fails half-way',
    async run(open) {
      await using store = disposable(await open());
      const source = textSource('breaks', 'breaks', () => breakingAfter(ltsLine(flow)));
      await assert.rejects(store.value.ingest(source, { fw_instance_id: firewall }), /half-way/);
      assert.deepEqual(await store.value.firewalls(), []);
      const whole = textSource('whole', 'breaks', [ltsLine(flow)]);
      const report = await store.value.ingest(whole, { fw_instance_id: firewall });
      assert.equal(report.flows, 1);
    },
  },
  {
    title: 'ingests each line of a log once, whatever beginnings of it come first',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(fc.array(fc.nat(), { maxLength: 5 }), async (cuts) => {
          await using store = disposable(await open());
          const flows = numberedFlows(800);
          const log = logOf(flows);
          const options = { fw_instance_id: firewall };
          const ingested: number[] = [];
          for (const cut of cuts) {
            const begun = logSource('begun', log.subarray(0, cut % log.length));
            const report = await store.value.ingest(begun, { ...options, growing: true });
            assert.equal(report.rejected, 0);
            ingested.push(report.flows);
          }
          const { flows: rest } = await store.value.ingest(logSource('whole', log), options);
          assert.equal(sum(ingested) + rest, flows.length);
          const again = await store.value.ingest(logSource('again', log), options);
          assert.deepEqual([again.repeated, again.flows], [true, 0]);
          const query = { ...question, item: 'dst_port' as const, size: 1000 };
          assert.deepEqual(
            await store.value.answer('listFlowStatistic', query),
            oracle.listFlowStatistic(flows, query),
          );
        }),
        { numRuns: 12 },
      ),
  },
  {
    title: 'tells logs apart that begin alike, wherever they differ',
    async run(open) {
      await using store = disposable(await open());
      const options = { fw_instance_id: firewall };
      const flows = numberedFlows(800);
      const differing = [1, 400, 799].map((place) =>
        logOf(flows.with(place, { ...flows[place]!, to_c_bytes: 901n })),
      );
      for (const log of [logOf(flows), ...differing]) {
        const report = await store.value.ingest(logSource('like others', log), options);
        assert.deepEqual([report.repeated, report.flows], [false, flows.length]);
      }
      // It has nothing but its end by which it can be known.
      const oneLine = Buffer.from(ltsLine({ ...flow, dst_host: 'one.example' }));
      assert.equal((await store.value.ingest(logSource('one line', oneLine), options)).flows, 1);
      for (const log of [oneLine, ...differing, logOf(flows)]) {
        const report = await store.value.ingest(logSource('again', log), options);
        assert.equal(report.repeated, true);
      }
    },
  },
  {
    title: 'goes on where a log broke off, and skips nothing of it',
    async run(open) {
      await using store = disposable(await open());
      const flows = numberedFlows(8000);
      const log = logOf(flows);
      const options = { fw_instance_id: firewall };
      const broken = logSource('broken', log, log.length - 1000);
      await assert.rejects(store.value.ingest(broken, options), /broke half-way/);
      const { flows: kept } = await store.value.status();
      const rest = await store.value.ingest(logSource('whole', log), options);
      assert.equal(kept + rest.flows, flows.length);
      const query = { ...question, item: 'dst_port' as const, size: 1000 };
      assert.deepEqual(
        await store.value.answer('listFlowStatistic', query),
        oracle.listFlowStatistic(flows, query),
      );
    },
  },
  {
    title: 'tells how many flows it holds, from how many sources, and how many lines were none',
    async run(open) {
      await using store = disposable(await open());
      const options = { fw_instance_id: firewall };
      const lines = [ltsLine(flow), 'no flow', ltsLine(flow)];
      await store.value.ingest(textSource('batch', 'batch', lines), options);
      const log = Buffer.from(`${ltsLine(flow)}\nno flow\n`);
      await store.value.ingest(logSource('log', log), options);
      const grown = Buffer.concat([log, Buffer.from(`no flow\n${ltsLine(flow)}\n`)]);
      await store.value.ingest(logSource('log', grown), options);
      const { flows, sources, rejected } = await store.value.status();
      assert.deepEqual({ flows, sources, rejected }, { flows: 4, sources: 2, rejected: 3 });
    },
  },
  {
    title: 'answers questions while it ingests flows',
    async run(open) {
      await using store = disposable(await open());
      const sources = [1, 2, 3, 4].map((part) =>
        textSource(
          `part ${part}`,
          `part ${part}`,
          Array.from({ length: 500 }, () => ltsLine(flow)),
        ),
      );
      const appends = sources.map((source) =>
        store.value.ingest(source, { fw_instance_id: firewall }),
      );
      const seen = await Promise.all(
        [1, 2, 3, 4].map(() => store.value.answer('listFlowStatistic', question)),
      );
      for (const { records } of seen) assert.equal((records[0]?.sessions ?? 0) % 500, 0);
      await Promise.all(appends);
      assert.equal(
        (await store.value.answer('listFlowStatistic', question)).records[0]?.sessions,
        2000,
      );
    },
  },
  {
    title: 'ends a question whose asker has gone, and answers the next ones',
    async run(open) {
      await using held = await holding(open, [flow]);
      const reason = new Error('gone');
      const controller = new AbortController();
      const { signal } = controller;
      const answers = Promise.allSettled(
        Array.from({ length: 20 }, () =>
          held.store.answer('listFlowStatistic', question, { signal }),
        ),
      );
      controller.abort(reason);
      for (const answer of await answers) {
        assert.deepEqual(answer, { status: 'rejected', reason });
      }
      await assert.rejects(held.store.firewalls({ signal }), reason);
      const many = Array.from({ length: 20 }, () =>
        held.store.answer('listFlowStatistic', question),
      );
      for (const { total } of await Promise.all(many)) assert.equal(total, 1);
    },
  },
  {
    title: 'ingests a line exactly when the plain reader does',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(fc.array(strangeLines, { minLength: 1, maxLength: 40 }), async (lines) => {
          await using store = disposable(await open());
          const report = await store.value.ingest(textSource('strange', 'strange', lines), {
            fw_instance_id: firewall,
          });
          const read = lines.map((line) => readFlow(ltsTrafficLog, line, firewall));
          const flows = read.flatMap((one) => ('flow' in one ? [one.flow] : []));
          assert.equal(report.flows, flows.length);
          assert.equal(report.rejected, lines.length - flows.length);
          const query = {
            ...question,
            item: 'src_ip' as const,
            window: { start: 0, end: 2 ** 53 },
          };
          assert.deepEqual(
            await store.value.answer('listFlowStatistic', query),
            oracle.listFlowStatistic(flows, query),
          );
        }),
        { numRuns: 60 },
      ),
  },
  {
    title: 'comes to the flows of the plain reader, whatever the format of a log',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(formatLogs, homes, async (log, home) => {
          await checkLog(open, log, home);
        }),
        { numRuns: 60, minRuns: 30 },
      ),
  },
  {
    title: 'explains an answer by segments that make up the window, each time of it once',
    needs: ['explain'],
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { maxLength: 60 }),
          fc.array(flowRecords, { maxLength: 10 }),
          fc.array(questions, { minLength: 1, maxLength: 5 }),
          async (early, late, asked) => {
            await using held = await holding(open, early);
            await rollUp(held.store);
            await append(held.store, 'late', late);
            for (const one of asked) await checkExplained(held.store, [...early, ...late], one);
          },
        ),
        { numRuns: 10 },
      ),
  },
  {
    title: 'gives the same answers when all is rolled up, and no sum that differs from the flows',
    needs: ['rollUp', 'verify'],
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { maxLength: 60 }),
          fc.array(flowRecords, { maxLength: 20 }),
          fc.array(questions, { minLength: 1, maxLength: 8 }),
          async (early, late, asked) => {
            await using held = await holding(open, early);
            await held.store.rollUp();
            await append(held.store, 'late', late);
            const flows = [...early, ...late];
            const before = await held.store.verify();
            assert.equal(before.flows + before.pending, flows.length);
            await held.store.rollUp();
            const { bytes, ...status } = await held.store.status();
            const sources = Number(early.length > 0) + Number(late.length > 0);
            assert.deepEqual(status, { flows: flows.length, pending: 0, sources, rejected: 0 });
            assert.ok(bytes >= 0, String(bytes));
            await checkAnswers(held.store, flows, asked);
            const shares: number[] = [];
            const after = await held.store.verify({ onProgress: (share) => shares.push(share) });
            assert.deepEqual([after.flows, after.pending], [flows.length, 0]);
            assert.deepEqual(
              shares,
              [...shares].sort((one, other) => one - other),
            );
            assert.equal(shares.at(-1), flows.length > 0 ? 1 : undefined);
            for (const { sums, differing, differences } of [before, after]) {
              assert.deepEqual([differing, differences], [0, []]);
              assert.ok(sums >= 0, String(sums));
            }
            assert.equal(after.sums > 0, flows.length > 0);
          },
        ),
        { numRuns: 3 },
      ),
  },
  {
    title: 'removes what ended before a day, and at the next time what came in since and is older',
    needs: ['prune'],
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { maxLength: 60 }),
          fc.array(flowRecords, { maxLength: 10 }),
          fc.array(questions, { minLength: 1, maxLength: 4 }),
          timesOfDays,
          fc.boolean(),
          async (flows, late, wide, before, rolledUp) => {
            await using held = await holding(open, flows);
            if (rolledUp) await rollUp(held.store);
            const border = Math.floor(before / DAY) * DAY;
            // Some that ended in the last millisecond before the day, and in the first of it.
            const across = { start: border - 1, end: border + 1 };
            const asked = wide.flatMap((one) => [one, within(across, one)]);
            const isKept = ({ end_time }: FlowRecord) => end_time >= border;
            const check = async (expected: FlowRecord[]) => {
              await checkAnswers(held.store, expected, asked);
              const firewalls = await held.store.firewalls();
              assert.equal(sum(firewalls.map((one) => one.flows)), expected.length);
              assert.equal((await held.store.status()).flows, expected.length);
            };
            const kept = flows.filter(isKept);
            assert.equal(await held.store.prune(before), flows.length - kept.length);
            await check(kept);
            await append(held.store, 'late', late);
            await check([...kept, ...late]);
            const lateKept = late.filter(isKept);
            assert.equal(await held.store.prune(before), late.length - lateKept.length);
            await check([...kept, ...lateKept]);
            await checkRollups(held.store);
          },
        ),
        { numRuns: 6 },
      ),
  },
  {
    title: 'removes what ended in the last millisecond before the day, not what ended as it began',
    needs: ['prune'],
    async run(open) {
      const midnight = Date.UTC(2025, 6, 2);
      const flows = [-DAY, -1, 0, 1, 3 * DAY].map((offset) => ({
        ...flow,
        end_time: midnight + offset,
      }));
      await using held = await holding(open, flows);
      await rollUp(held.store);
      const check = async (flowsLeft: FlowRecord[]) => {
        const query = { ...question, window: { start: midnight - DAY, end: midnight + 9 * DAY } };
        const expected = oracle.listFlowStatistic(flowsLeft, query);
        assert.deepEqual(await held.store.answer('listFlowStatistic', query), expected);
        await checkRollups(held.store, flowsLeft.length);
      };
      assert.equal(await held.store.prune(midnight - 1), 0);
      await check(flows);
      assert.equal(await held.store.prune(midnight + DAY - 1), 2);
      await check(flows.slice(2));
      const [summary] = await held.store.firewalls();
      assert.deepEqual([summary?.flows, summary?.first_time], [3, midnight]);
      assert.equal(await held.store.prune(midnight + DAY), 2);
      await check(flows.slice(4));
      assert.equal(await held.store.prune(midnight + 4 * DAY), 1);
      assert.deepEqual(await held.store.firewalls(), []);
    },
  },
  {
    title: 'enriches flows as they come in, and answers as a scan of the enriched flows would',
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { minLength: 50, maxLength: 120 }),
          fc.array(flowRecords, { maxLength: 20 }),
          fc.array(questions, { minLength: 1, maxLength: 6 }),
          enrichments,
          enrichments,
          async (early, late, queries, before, after) => {
            let known = before;
            await using store = disposable(await open({ enrichment: () => known }));
            await append(store.value, 'early', early);
            await rollUp(store.value);
            // What is known changes for flows that come from now on.
            known = after;
            await append(store.value, 'late', late);
            const flows = [...enriched(early, before), ...enriched(late, after)];
            await checkItems(store.value, flows, queries);
            await checkRollups(store.value);
          },
        ),
        { numRuns: 6 },
      ),
  },
  {
    title: 'gives a peer on a threat list the region of its end, though both ends have one address',
    async run(open) {
      const enrichment = { region: () => undefined, risk: () => 'drop', riskHost: () => undefined };
      await using store = disposable(await open({ enrichment: () => enrichment }));
      const ends = { dst_ip: flow.src_ip, src_region_name: 'A', dst_region_name: 'B' };
      const outbound = { ...flow, ...ends };
      const inbound = { ...outbound, direction: 'out2in' as const };
      await append(store.value, 'flows', [outbound, inbound]);
      for (const [direction, region] of [
        ['in2out', 'B'],
        ['out2in', 'A'],
      ] as const) {
        const query = { ...question, item: 'risk_ip' as const, direction };
        assert.equal(
          (await store.value.answer('listFlowStatistic', query)).records[0]?.region,
          region,
          direction,
        );
      }
    },
  },
  {
    title: 're-enriches all flows, and then answers as if it had always known what it knows now',
    needs: ['reEnrich'],
    run: (open) =>
      assertProperty(
        fc.asyncProperty(
          fc.array(flowRecords, { minLength: 20, maxLength: 80 }),
          fc.array(flowRecords, { maxLength: 20 }),
          fc.array(questions, { minLength: 1, maxLength: 6 }),
          enrichments,
          enrichments,
          async (early, late, queries, before, after) => {
            let known = before;
            await using store = disposable(await open({ enrichment: () => known }));
            await append(store.value, 'early', early);
            await rollUp(store.value);
            await append(store.value, 'late', late);
            const tagged = enriched([...early, ...late], before);
            known = after;
            const flows = enriched(tagged, after);
            const changed = flows.filter((one, at) => !isDeepStrictEqual(one, tagged[at])).length;
            const report = await store.value.reEnrich();
            assert.deepEqual(report, { flows: flows.length, changed });
            await checkItems(store.value, flows, queries);
            await checkRollups(store.value);
            await rollUp(store.value);
            await checkItems(store.value, flows, queries);
            await checkRollups(store.value);
            assert.equal((await store.value.reEnrich()).changed, 0);
          },
        ),
        { numRuns: 4 },
      ),
  },
  {
    title: 're-enriches days until nobody wants it any more, each as a whole',
    needs: ['reEnrich'],
    async run(open) {
      let known: Enrichment = { region: () => 'A', risk: () => 'a', riskHost: () => 'a' };
      await using store = disposable(await open({ enrichment: () => known }));
      const next = { ...flow, end_time: noon + DAY };
      await append(store.value, 'two days', [flow, next]);
      await rollUp(store.value);
      known = { region: () => 'B', risk: () => 'b', riskHost: () => undefined };
      const controller = new AbortController();
      const reason = new Error('enough');
      const shares: number[] = [];
      const reEnriching = store.value.reEnrich({
        signal: controller.signal,
        onProgress(share) {
          shares.push(share);
          controller.abort(reason);
        },
      });
      await assert.rejects(reEnriching, reason);
      assert.deepEqual(shares, [0.5]);
      const tags = async (item: Item, end: number) => {
        const window = { start: end, end: end + 1 };
        const { records } = await store.value.answer('listFlowStatistic', {
          ...question,
          item,
          window,
        });
        return records.map((record) => [record.item, record.tags, record.region]);
      };
      assert.deepEqual(await tags('risk_ip', noon), [['192.0.2.80', 'b', 'A']]);
      assert.deepEqual(await tags('risk_host', noon), []);
      assert.deepEqual(await tags('risk_ip', noon + DAY), [['192.0.2.80', 'a', 'A']]);
      assert.deepEqual(await tags('risk_host', noon + DAY), [['www.example', 'a', undefined]]);
      await store.value.reEnrich();
      assert.deepEqual(await tags('risk_ip', noon + DAY), [['192.0.2.80', 'b', 'A']]);
    },
  },
  {
    title: 'tells how far the rollups are now, not when it was last asked',
    needs: ['explain', 'rollUp'],
    async run(open) {
      await using held = await holding(open, [flow]);
      const whole = { ...question, window: { start: noon - 12 * HOUR, end: noon + 12 * HOUR } };
      await Promise.all([held.store.status(), held.store.explain('listFlowStatistic', whole)]);
      await held.store.rollUp();
      assert.equal((await held.store.status()).pending, 0);
      const { segments } = await held.store.explain('listFlowStatistic', whole);
      assert.equal(
        segments.some(({ pending }) => pending),
        false,
        JSON.stringify(segments),
      );
    },
  },
  {
    title: 'ends a verification that nobody waits for, and does the next one',
    needs: ['rollUp', 'verify'],
    async run(open) {
      await using held = await holding(open, [flow]);
      await held.store.rollUp();
      const reason = new Error('gone');
      await assert.rejects(held.store.verify({ signal: AbortSignal.abort(reason) }), reason);
      const controller = new AbortController();
      const { signal } = controller;
      const verified = held.store.verify({ signal });
      controller.abort(reason);
      await assert.rejects(verified, reason);
      assert.equal((await held.store.verify()).flows, 1);
    },
  },
];

/** Rolls up all that waits, if the store has rollups. */
async function rollUp(store: FlowStore): Promise<void> {
  await store.rollUp?.();
}

/** Sees to it that the rollups are what the flows come to, if the store can tell. */
async function checkRollups(store: FlowStore, rolledUp?: number): Promise<void> {
  const verification = await store.verify?.();
  if (verification === undefined) return;
  assert.deepEqual([verification.differing, verification.differences], [0, []]);
  if (rolledUp !== undefined) assert.equal(verification.flows, rolledUp);
}

/** Asks for every item over all time, and whatever else. */
async function checkItems(
  store: FlowStore,
  flows: readonly FlowRecord[],
  others: readonly Question[],
): Promise<void> {
  const window = { start: 0, end: 8_640_000_000_000_000 };
  const items = Object.values(Item).map((item): Question => {
    const query = { ...question, item, window, size: 1000 };
    return { operation: 'listFlowStatistic', query };
  });
  await checkAnswers(store, flows, [...items, ...others]);
}

/** Holds answers against those of a scan of all flows. */
async function checkAnswers(
  store: FlowStore,
  flows: readonly FlowRecord[],
  asked: readonly Question[],
): Promise<void> {
  for (const one of asked) await checkAnswer(store, flows, one);
}

async function checkAnswer<Id extends Operation>(
  store: FlowStore,
  flows: readonly FlowRecord[],
  { operation, query }: Question<Id>,
): Promise<void> {
  const expected = oracle[operation](flows, query);
  const told = `the answer of ${operation} to ${JSON.stringify(query)}`;
  assert.deepEqual(await store.answer(operation, query), expected, told);
}

/** Holds an explained answer against that of a scan, and its segments against the window. */
async function checkExplained<Id extends Operation>(
  store: StoreWith<'explain'>,
  flows: readonly FlowRecord[],
  { operation, query }: Question<Id>,
): Promise<void> {
  const { answer, segments } = await store.explain(operation, query);
  const told = `${operation} ${JSON.stringify([query, segments])}`;
  const read = segments.length === 0 ? [] : flows;
  assert.deepEqual(answer, oracle[operation](flows, query), told);
  assert.deepEqual(answer, oracle[operation](read, query), told);
  checkPieces(segments, query.window);
}

/** The same question about another window. */
function within(window: TimeWindow, { operation, query }: Question): Question {
  return { operation, query: { ...query, window } } as Question;
}

/** Internal networks: the private ones, or some that are not. */
const homes = fc.constantFrom(undefined, undefined, ['192.0.2.0/24', '2001:db8::/32'], []);

async function checkLog(
  open: () => Promise<FlowStore>,
  { format, lines, beside }: FormatLog,
  internalNetworks: readonly string[] | undefined,
): Promise<void> {
  await using store = disposable(await open());
  const options = { fw_instance_id: firewall, ...(internalNetworks && { internalNetworks }) };
  const source: FlowSource = {
    ...textSource('log', 'log', lines, format),
    hosts: beside.map((log, index) => textSource(`beside ${index}`, 'beside', log)),
  };
  const report = await store.value.ingest(source, options);
  const read = readLog(format, lines, {
    firewall,
    beside,
    ...(internalNetworks && { internalNetworks }),
  });
  assert.deepEqual(
    [report.rejected, report.skipped, report.flows],
    [read.rejections.length, read.skipped, read.flows.length],
  );
  assert.deepEqual(report.rejections, read.rejections.slice(0, 100));
  const window = { start: 0, end: 8_640_000_000_000_000 };
  for (const item of ['src_ip', 'dst_host', 'dst_port', 'open_port', 'protocol'] as const) {
    for (const fw_instance_id of new Set(read.flows.map((one) => one.fw_instance_id))) {
      for (const log_type of ['internet', 'vpc'] as const) {
        const query = { ...question, fw_instance_id, log_type, item, window, size: 1000 };
        const expected = oracle.listFlowStatistic(read.flows, query);
        assert.deepEqual(
          await store.value.answer('listFlowStatistic', query),
          expected,
          JSON.stringify(query),
        );
      }
    }
  }
}

/** Each time of the window is in one piece; what waits is beside that. */
function checkPieces(segments: readonly ReadSegment[], window: TimeWindow): void {
  const told = JSON.stringify([window, segments]);
  for (const { from, start, end, pending, groupRows, detailRows } of segments) {
    assert.ok(window.start <= start && start < end && end <= window.end, told);
    for (const rows of [groupRows, detailRows])
      assert.ok(Number.isInteger(rows) && rows >= 0, told);
    if (pending) assert.equal(from, 'flows', told);
  }
  const ordered = segments
    .filter(({ pending }) => !pending)
    .sort((one, other) => one.start - other.start);
  if (ordered.length === 0) return;
  let reached = window.start;
  for (const { start, end } of ordered) {
    assert.equal(start, reached, told);
    reached = end;
  }
  assert.equal(reached, window.end, told);
}

/** Times in and around the days of {@link flowRecords}, many of them when a day begins. */
const timesOfDays = fc
  .oneof(
    fc.integer({ min: -1, max: 8 }).map((day) => day * DAY),
    fc.integer({ min: -DAY, max: 8 * DAY }),
  )
  .map((offset) => Date.UTC(2025, 6, 1) + offset);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

/** Values that a log may hold by mistake, or that are easily misread. */
const strangeValues = fc.constantFrom<unknown>(
  undefined,
  null,
  '',
  ' ',
  0,
  1,
  -1,
  1.5,
  1e21,
  '0',
  '1',
  '007',
  '+1',
  '1e3',
  ' 1',
  '443',
  443,
  65_535,
  65_536,
  '9223372036854775807',
  '9223372036854775808',
  '99999999999999999999',
  true,
  'abc',
  '10.0.0.1',
  '010.0.0.1',
  '10.0.0.256',
  '10.0.0',
  '::',
  '::1%eth0',
  '1::2::3',
  '2001:DB8::A',
  '::ffff:10.0.0.1',
  'internet',
  'INTERNET',
  'in2out',
  'TCP',
  'icmp',
  'ICMP: ECHO_REQUEST',
  '中国',
);

/** Lines of the LTS log with one or two strange values. */
const strangeLines = fc
  .tuple(
    flowRecords,
    fc.dictionary(fc.constantFrom(...Object.keys(flow)), strangeValues, { maxKeys: 2 }),
  )
  .map(([record, strange]) =>
    JSON.stringify({ ...(JSON.parse(ltsLine(record)) as object), ...strange }),
  );

function withField(field: string, value: unknown): string {
  return JSON.stringify({ ...(JSON.parse(ltsLine(flow)) as object), [field]: value });
}

function* breakingAfter(line: string): Generator<string> {
  for (let count = 0; count < 10_000; count++) yield line;
  throw new Error('the source broke half-way');
}

/** Flows of a window that are all different, a few hundred kilobytes as lines of a log. */
function numberedFlows(count: number): FlowRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    ...flow,
    dst_port: index % 1000,
    to_s_bytes: BigInt(index),
    end_time: noon - index,
  }));
}

function logOf(flows: readonly FlowRecord[]): Buffer {
  return Buffer.from(flows.map((one) => `${ltsLine(one)}\n`).join(''));
}

/** A log with this content, which may fail to be read to its end. */
function logSource(name: string, log: Buffer, breaksAt = Infinity): FlowSource {
  return {
    name,
    format: ltsTrafficLog,
    size: log.length,
    open: (from = 0) => ({ content: piecesOf(log, from, breaksAt), bytesRead: () => 0 }),
  };
}

async function* piecesOf(log: Buffer, from: number, breaksAt: number): AsyncGenerator<Uint8Array> {
  const size = 64 * 1024;
  for (let at = from; at < log.length; at += size) {
    if (at + size > breaksAt) throw new Error('the source broke half-way');
    yield log.subarray(at, at + size);
  }
}

function disposable<Store extends FlowStore>(store: Store) {
  return { value: store, [Symbol.asyncDispose]: () => store.close() };
}

type OpenAll = (...options: Parameters<OpenStore>) => Promise<StoreWith>;

async function holding(open: OpenAll, flows: readonly FlowRecord[]) {
  const store = await open();
  const report = await append(store, 'flows', flows);
  return { store, report, [Symbol.asyncDispose]: () => store.close() };
}

async function append(
  store: FlowStore,
  name: string,
  flows: readonly FlowRecord[],
): Promise<IngestReport> {
  const source = textSource(name, name, flows.map(ltsLine));
  const report = await store.ingest(source, { fw_instance_id: firewall });
  assert.equal(report.rejected, 0, JSON.stringify(report.rejections));
  return report;
}
