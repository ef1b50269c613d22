import { type Bench, openCached } from './database.ts';
import { nameTables } from './names.ts';
import { flowsPerHour, hourOfRows, macros, rowColumns } from './traffic.ts';

/** The flows as numbers, in order of end_time, in a table `rows`, with the tables of names. */
export async function openRows(flows: number): Promise<Bench> {
  return openCached(`rows-${flows}`, async (bench) => {
    for (const macro of macros) await bench.run(macro);
    await bench.run(`CREATE TABLE rows (${rowColumns})`);
    for (const [place, count] of flowsPerHour(flows).entries()) {
      await bench.run(`INSERT INTO rows ${hourOfRows(place, count)}`);
    }
    for (const table of nameTables) await bench.run(table);
  });
}
