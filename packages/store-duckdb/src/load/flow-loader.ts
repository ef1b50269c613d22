import {
  ABSENT,
  bigFields,
  type EnrichedColumns,
  fieldRules,
  type FlowColumns,
  smallFields,
  type TextField,
  textFields,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstOtherNumber } from '../sql/address-sql.ts';
import { numberAddresses } from './addresses.ts';
import { ColumnTable, type LoadedColumn } from './column-table.ts';
import { Dictionary } from './dictionary.ts';
import { Scopes } from './scopes.ts';

/** Columns whose values are in the dictionary of names. */
const nameColumns = textFields.filter((field) => fieldRules[field].kind === 'text');

/** Loads flow columns into the table `flows`: texts become the engine's numbers. */
export class FlowLoader {
  readonly #connection: DuckDBConnection;
  readonly #table: ColumnTable;
  readonly #scopes: Scopes;
  readonly #names: Dictionary;
  readonly #hosts: Dictionary;
  readonly #addresses: Dictionary;

  static async open(connection: DuckDBConnection): Promise<FlowLoader> {
    return new FlowLoader(connection, {
      scopes: await Scopes.open(connection),
      names: await Dictionary.open(connection, 'names', 1),
      hosts: await Dictionary.open(connection, 'hosts', 1),
      addresses: await Dictionary.open(connection, 'addresses', firstOtherNumber),
    });
  }

  private constructor(
    connection: DuckDBConnection,
    known: Record<'names' | 'hosts' | 'addresses', Dictionary> & { scopes: Scopes },
  ) {
    this.#connection = connection;
    this.#table = new ColumnTable(connection);
    this.#scopes = known.scopes;
    this.#names = known.names;
    this.#hosts = known.hosts;
    this.#addresses = known.addresses;
  }

  /**
   * Loads flows, within the transaction under way.
   *
   * @param batch - number of the batch that they belong to
   */
  async load(flows: EnrichedColumns, batch: number): Promise<void> {
    const columns = await this.#columnsOf(flows);
    await this.#table.during(columns, flows.rows, () =>
      this.#connection.run(
        `INSERT INTO flows BY NAME SELECT ${batch}::BIGINT AS batch, * FROM loaded_columns()`,
      ),
    );
  }

  /** The numbers of distinct names, such as those of regions and threat lists. */
  numbersOfNames(names: readonly string[]): Promise<number[]> {
    return this.#names.numbersOf(names);
  }

  /** The transaction was committed: what it added to dictionaries stays. */
  committed(): void {
    for (const one of [this.#scopes, this.#names, this.#hosts, this.#addresses]) one.committed();
  }

  /** The transaction was aborted: what it added to dictionaries is not there. */
  aborted(): void {
    for (const one of [this.#scopes, this.#names, this.#hosts, this.#addresses]) one.aborted();
  }

  async #columnsOf(flows: EnrichedColumns): Promise<LoadedColumn[]> {
    const { columns, rows, texts, found } = flows;
    const { numbers: addresses, arePrivate } = await numberAddresses(
      flows.addresses,
      this.#addresses,
    );
    const hosts = await this.#hosts.numbersOf(texts.dst_host);
    const wide = (name: string, places: Int32Array): LoadedColumn => ({
      name,
      type: 'BIGINT',
      cells: wideCells(places, rows, addresses),
    });
    const narrow = (name: string, places: Int32Array, numbers: readonly number[]) =>
      integers(name, cellsOf(places, rows, numbers));
    const loaded = [
      integers('scope', await this.#scopes.of(flows, arePrivate)),
      wide('src_ip', columns.src_ip),
      wide('dst_ip', columns.dst_ip),
      narrow('dst_host', columns.dst_host, hosts),
      ...smallFields.map((name): LoadedColumn => ({
        name,
        type: name === 'vsys' ? 'UTINYINT' : 'USMALLINT',
        cells: columns[name],
      })),
      ...bigFields.map((name): LoadedColumn => ({ name, type: 'BIGINT', cells: columns[name] })),
    ];
    const names = new Map<TextField, number[]>();
    for (const name of nameColumns) {
      names.set(name, await this.#names.numbersOf(texts[name]));
      loaded.push(narrow(name, columns[name], names.get(name)!));
    }
    if (found === undefined) return loaded;
    const lists = await this.#names.numbersOf(found.lists);
    return [
      ...loaded,
      wide('risk_ip', found.risk_ip),
      narrow('risk_ip_list', found.ip_lists, lists),
      integers('risk_ip_region', regionsOfPeers(flows, found.risk_ip, names)),
      narrow('risk_host', found.risk_host, hosts),
      narrow('risk_host_list', found.host_lists, lists),
    ];
  }
}

function integers(name: string, cells: Int32Array): LoadedColumn {
  return { name, type: 'INTEGER', cells };
}

function cellsOf(places: Int32Array, rows: number, numbers: readonly number[]): Int32Array {
  const cells = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const place = places[row]!;
    cells[row] = place === ABSENT ? ABSENT : numbers[place]!;
  }
  return cells;
}

/** The same of numbers beyond 32 bits, written as halves. */
function wideCells(places: Int32Array, rows: number, numbers: Float64Array): BigInt64Array {
  const cells = new BigInt64Array(rows);
  const halves = new Int32Array(cells.buffer);
  for (let row = 0; row < rows; row++) {
    const place = places[row]!;
    const number = place === ABSENT ? ABSENT : numbers[place]!;
    halves[2 * row] = number;
    halves[2 * row + 1] = Math.floor(number / 2 ** 32);
  }
  return cells;
}

/** The region of each peer that is on a threat list: that of its side, even of a flow to itself. */
function regionsOfPeers(
  { columns, rows, texts }: FlowColumns,
  peers: Int32Array,
  names: ReadonlyMap<TextField, readonly number[]>,
): Int32Array {
  const inbound = texts.direction.indexOf('out2in');
  const cells = new Int32Array(rows).fill(ABSENT);
  for (let row = 0; row < rows; row++) {
    if (peers[row] === ABSENT) continue;
    const isInbound = columns.direction[row] === inbound;
    const side = isInbound ? 'src_region_name' : 'dst_region_name';
    const place = columns[side][row]!;
    if (place !== ABSENT) cells[row] = names.get(side)![place]!;
  }
  return cells;
}
