import type { Explanation, ReadPiece, StatisticQuery } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { spans } from '../rollups/rollup.ts';
import { isWaiting, type Piece } from './plan.ts';
import { readingOf } from './reading.ts';
import { type Chosen, flowRowsOf, groupRowsOf, pairRowsOf, type Reading } from './reading-sql.ts';
import { answer } from './statistic.ts';
import { type Detail, detailsOf, itemColumns } from './statistic-sql.ts';

/** Answers a question and counts what was read for it, all of one moment. */
export async function explain(connection: Connection, query: StatisticQuery): Promise<Explanation> {
  const { item } = query;
  return inSnapshot(connection, async () => {
    const reading = await readingOf(connection, query);
    if (reading === undefined) return { statistic: { records: [], total: 0 }, pieces: [] };
    const { statistic, groups } = await answer(connection, query, reading);
    const chosen = { column: itemColumns[item], groups };
    const pieces: ReadPiece[] = [];
    for (const piece of reading.pieces) {
      pieces.push(await count(connection, piece, chosen, detailsOf(item), reading));
    }
    return { statistic, pieces };
  });
}

async function count(
  connection: Connection,
  piece: Piece,
  chosen: Chosen,
  details: readonly Detail[],
  reading: Reading,
): Promise<ReadPiece> {
  const length = piece.from === 'flows' ? 1 : spans[piece.from];
  const told: ReadPiece = {
    from: piece.from,
    start: piece.start * length,
    end: piece.end * length,
    groupRows: await countRows(connection, groupRowsOf(chosen.column, piece, reading)),
    detailRows: 0,
  };
  if (isWaiting(piece)) told.waiting = true;
  if (chosen.groups.length === 0) return told;
  const rows =
    piece.from === 'flows'
      ? [flowRowsOf(chosen, ['1'], piece, reading)]
      : details.map(({ entry, measure }) => pairRowsOf(chosen, entry, measure, piece, reading));
  for (const sql of rows) told.detailRows += await countRows(connection, sql);
  return told;
}

async function countRows(connection: Connection, rows: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM (${rows})`);
  return Number(reader.getRows()[0]![0]);
}
