import { ABSENT, type FlowColumns } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';

/** A scope but for what the asset and the bytes of a flow say. */
interface ScopeBase {
  fw_instance_id: string;
  log_type: string;
  direction: string;
  vgw_id: string | null;
}

/** A row of the table. */
interface Scope extends ScopeBase {
  asset_is_private: boolean;
  opens_port: boolean;
}

/** The numbers of the scopes: all that a question may choose flows by but time. */
export class Scopes {
  readonly #connection: DuckDBConnection;
  readonly #numbers = new Map<string, number>();
  /** What the write under way added. */
  #added: string[] = [];

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(connection: DuckDBConnection): Promise<Scopes> {
    const scopes = new Scopes(connection);
    const reader = await connection.runAndReadAll('FROM scopes');
    for (const row of reader.getRowObjectsJS()) {
      scopes.#numbers.set(keyOf(row as unknown as Scope), Number(row['scope']));
    }
    return scopes;
  }

  /**
   * The scopes of flows.
   *
   * @param arePrivate - by the place of an address
   */
  async of(flows: FlowColumns, arePrivate: readonly boolean[]): Promise<Int32Array> {
    const { columns, rows, texts } = flows;
    const { direction, src_ip, dst_ip, to_c_bytes } = columns;
    const { bases, places } = basesOf(flows);
    const numbers: number[] = [];
    for (const base of bases) numbers.push(...(await this.#numbersOf(base)));
    const inbound = texts.direction.indexOf('out2in');
    const answers = new Int32Array(to_c_bytes.buffer, to_c_bytes.byteOffset, 2 * rows);
    const scopes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const isInbound = direction[row] === inbound;
      const asset = (isInbound ? dst_ip : src_ip)[row]!;
      const opensPort = isInbound && (answers[2 * row]! | answers[2 * row + 1]!) !== 0;
      scopes[row] = numbers[4 * places[row]! + (arePrivate[asset] ? 2 : 0) + (opensPort ? 1 : 0)]!;
    }
    return scopes;
  }

  /** The write was committed: what it added stays. */
  committed(): void {
    this.#added = [];
  }

  /** The write was aborted: what it added is not in the table. */
  aborted(): void {
    for (const key of this.#added) this.#numbers.delete(key);
    this.#added = [];
  }

  /** The scopes of a base: those of public assets first, and of each those that open no port. */
  async #numbersOf(base: ScopeBase): Promise<number[]> {
    const scopes = [false, true].flatMap((asset_is_private) =>
      [false, true].map((opens_port) => ({ ...base, asset_is_private, opens_port })),
    );
    const isNew = scopes.some((scope) => !this.#numbers.has(keyOf(scope)));
    if (isNew) await this.#add(scopes);
    return scopes.map((scope) => this.#numbers.get(keyOf(scope))!);
  }

  async #add(scopes: readonly Scope[]): Promise<void> {
    const values: (string | number | boolean | null)[] = [];
    for (const scope of scopes) {
      const { fw_instance_id, log_type, direction, vgw_id, asset_is_private, opens_port } = scope;
      const number = this.#numbers.size + 1;
      const base = [fw_instance_id, log_type, direction, vgw_id];
      values.push(number, ...base, asset_is_private, opens_port);
      this.#numbers.set(keyOf(scope), number);
      this.#added.push(keyOf(scope));
    }
    const rows = scopes.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
    await this.#connection.run(`INSERT INTO scopes VALUES ${rows}`, values);
  }
}

function keyOf({ fw_instance_id, log_type, direction, vgw_id, ...variant }: Scope): string {
  const { asset_is_private, opens_port } = variant;
  return JSON.stringify([
    fw_instance_id,
    log_type,
    direction,
    vgw_id,
    asset_is_private,
    opens_port,
  ]);
}

/** The bases of flows' scopes, each once, and the place of each flow's base among them. */
function basesOf({ columns, rows, texts }: FlowColumns) {
  const { fw_instance_id, log_type, direction, vgw_id } = columns;
  const bases: ScopeBase[] = [];
  const known = new Map<number, number>();
  const places = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const gateway = vgw_id[row]!;
    let key = fw_instance_id[row]! * texts.log_type.length + log_type[row]!;
    key = key * texts.direction.length + direction[row]!;
    key = key * (texts.vgw_id.length + 1) + gateway + 1;
    let place = known.get(key);
    if (place === undefined) {
      place = bases.length;
      known.set(key, place);
      bases.push({
        fw_instance_id: texts.fw_instance_id[fw_instance_id[row]!]!,
        log_type: texts.log_type[log_type[row]!]!,
        direction: texts.direction[direction[row]!]!,
        vgw_id: gateway === ABSENT ? null : texts.vgw_id[gateway]!,
      });
    }
    places[row] = place;
  }
  return { bases, places };
}
