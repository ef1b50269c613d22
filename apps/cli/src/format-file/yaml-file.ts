import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { suggestion } from '../nearest-name.ts';

/** What is wrong with a file, and in which line. */
export interface Problem {
  line: number;
  message: string;
}

/** A value of a file. */
export interface Value {
  /** Where it is, such as `fields.src_ip.as`; empty at the top. */
  path: string;
  /** Where it begins, in bytes; nowhere when it is left empty. */
  at: number;
  node: Node | null;
}

/** Names and their values. */
export type Values = ReadonlyMap<string, Value>;

/** A file in YAML, or JSON, which is YAML. It keeps what is found to be wrong with it. */
export class YamlFile {
  readonly problems: Problem[] = [];
  readonly top: Value;
  readonly #lines = new LineCounter();
  readonly #resolve: (node: Node | null) => Node | null;

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const { pos, code, message } of document.errors) {
      const isTwice = code === 'DUPLICATE_KEY';
      this.#add(pos[0], isTwice ? `${wordAt(text, pos[0])} is given twice` : message);
    }
    this.#resolve = (node) => (isAlias(node) ? (node.resolve(document) ?? null) : node);
    this.top = { path: '', at: 0, node: document.contents };
  }

  /** Something is wrong with a value. */
  problem({ path, at }: Value, message: string): undefined {
    this.#add(at, path === '' ? message : `${path} ${message}`);
  }

  #add(at: number, message: string): void {
    this.problems.push({ line: this.#lines.linePos(at).line, message });
  }

  /**
   * The values of an object.
   *
   * @param allowed - the names that it may have; any when left out
   * @param required - those of them that it has to have
   */
  object(
    value: Value,
    allowed?: readonly string[],
    required: readonly string[] = [],
  ): Values | undefined {
    const node = this.#resolve(value.node);
    if (!isMap(node)) return this.problem(value, `has to be ${objectWith(allowed)}`);
    const found = new Map<string, Value>();
    for (const { key, value: inner } of node.items) {
      const name = scalarText(key) ?? '';
      const at = (key as Node | null)?.range?.[0] ?? value.at;
      const path = value.path === '' ? name : `${value.path}.${name}`;
      const item = { path, at, node: inner as Node | null };
      if (allowed?.includes(name) ?? true) found.set(name, item);
      else this.#unknown(item, name, allowed!);
    }
    for (const name of required) {
      if (!found.has(name)) this.problem(value, `lacks ${name}`);
    }
    return found;
  }

  #unknown(value: Value, name: string, allowed: readonly string[]): void {
    const hint = suggestion(name, allowed);
    this.problem(value, `is not known.${hint} Known are ${allowed.join(', ')}`);
  }

  /** A text; numbers and the like are taken as they are written. */
  text(value: Value | undefined): string | undefined {
    if (value === undefined) return undefined;
    return scalarText(this.#resolve(value.node)) ?? this.problem(value, 'has to be a text');
  }

  /** A text, or a list of texts. */
  texts(value: Value | undefined): string[] | undefined {
    if (value === undefined) return undefined;
    const node = this.#resolve(value.node);
    if (!isSeq(node)) {
      const text = scalarText(node);
      return text === undefined ? this.problem(value, 'has to be a list of texts') : [text];
    }
    const texts = node.items.map((item) => scalarText(this.#resolve(item as Node)));
    if (texts.length === 0 || texts.includes(undefined)) {
      return this.problem(value, 'has to be a list of texts');
    }
    return texts as string[];
  }

  /** The values of a list. */
  list(value: Value | undefined): Value[] | undefined {
    if (value === undefined) return undefined;
    const node = this.#resolve(value.node);
    if (!isSeq(node)) return this.problem(value, 'has to be a list');
    return node.items.map((item, index) => ({
      path: `${value.path}[${index}]`,
      at: (item as Node | null)?.range?.[0] ?? value.at,
      node: item as Node | null,
    }));
  }

  /** True or false. */
  flag(value: Value | undefined): boolean | undefined {
    if (value === undefined) return undefined;
    const node = this.#resolve(value.node);
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    return this.problem(value, 'has to be true or false');
  }

  /** One of some words. */
  choice<Word extends string>(value: Value | undefined, words: readonly Word[]): Word | undefined {
    const text = this.text(value);
    if (text === undefined) return undefined;
    const word = words.find((allowed) => allowed === text);
    if (word !== undefined) return word;
    const hint = suggestion(text, words);
    return this.problem(value!, `is ${JSON.stringify(text)}.${hint} It takes ${words.join(', ')}`);
  }

  /** A regular expression. */
  pattern(value: Value | undefined): RegExp | undefined {
    return this.#compile(value, this.text(value));
  }

  /** One regular expression, or several. */
  patterns(value: Value | undefined): RegExp[] | undefined {
    const compiled = this.texts(value)?.map((text) => this.#compile(value, text));
    return compiled?.includes(undefined) ? undefined : (compiled as RegExp[] | undefined);
  }

  #compile(value: Value | undefined, text: string | undefined): RegExp | undefined {
    if (text === undefined) return undefined;
    try {
      return new RegExp(text);
    } catch (error) {
      return this.problem(value!, `is no regular expression: ${(error as Error).message}`);
    }
  }

  /** Whether a value is an object, or else a text or a list. */
  isObject(value: Value): boolean {
    return isMap(this.#resolve(value.node));
  }
}

function objectWith(names: readonly string[] | undefined): string {
  return names === undefined ? 'names with values' : `an object with ${names.join(', ')}`;
}

/** The text of a scalar as it is written; of nothing, an empty one. */
function scalarText(node: unknown): string | undefined {
  if (node === null) return '';
  if (!isScalar(node)) return undefined;
  if (typeof node.value === 'string') return node.value;
  return node.value === null ? '' : (node.source ?? String(node.value));
}

function wordAt(text: string, at: number): string {
  return /^["']?([^"':\n]*)/.exec(text.slice(at, at + 100))?.[1] ?? '';
}
