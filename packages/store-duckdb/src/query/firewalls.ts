import type { FirewallSummary } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { readRolled } from '../schema/rolled.ts';
import { totalsTables } from '../schema/rollup-tables.ts';

/** What the database holds of each firewall, by id. */
export async function firewalls(connection: Connection): Promise<FirewallSummary[]> {
  return inSnapshot(connection, async () => {
    const { watermark } = await readRolled(connection);
    const reader = await connection.runAndReadAll(perTraffic(watermark));
    const summaries = new Map<string, FirewallSummary>();
    for (const row of reader.getRowObjectsJS()) {
      const id = String(row['fw_instance_id']);
      const first = Number(row['first_time']);
      const last = Number(row['last_time']);
      const flows = Number(row['flows']);
      const summary = summaries.get(id) ?? {
        fw_instance_id: id,
        flows: 0,
        first_time: first,
        last_time: last,
        traffic: [],
      };
      summary.flows += flows;
      summary.first_time = Math.min(summary.first_time, first);
      summary.last_time = Math.max(summary.last_time, last);
      summary.traffic.push({
        log_type: row['log_type'] as FirewallSummary['traffic'][number]['log_type'],
        direction: row['direction'] as FirewallSummary['traffic'][number]['direction'],
        flows,
      });
      summaries.set(id, summary);
    }
    return [...summaries.values()];
  });
}

/** The totals, and the flows that they have not got yet. */
function perTraffic(watermark: number): string {
  return `
    SELECT fw_instance_id, log_type, direction, sum(sessions) AS flows,
      min(first_time) AS first_time, max(last_time) AS last_time
    FROM (
      SELECT scope, sessions, first_time, last_time FROM ${totalsTables.hours}
      UNION ALL
      SELECT scope, 1, end_time, end_time FROM flows WHERE batch > ${watermark}
    ) JOIN scopes USING (scope)
    GROUP BY ALL ORDER BY ALL`;
}
