import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** What a change means to those who use the contract: it breaks them, offers more, or neither. */
export type Impact = 'major' | 'minor' | 'patch';

export interface ContractChange {
  impact: Impact;
  /** What changed, in words. */
  text: string;
}

/** A change as Redocly reports it. */
interface ReportedChange {
  kind: 'added' | 'modified' | 'removed';
  impact: Impact;
  verdicts: { message: string }[];
  /** The keyword that changed, of what was modified. */
  property?: string;
  base?: ReportedPlace;
  revision?: ReportedPlace;
}

interface ReportedPlace {
  pointer: string;
  value?: unknown;
}

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What Redocly takes for a patch though callers notice it. */
const noticed: Readonly<Record<string, Impact>> = {
  // Who left it out gets something else.
  default: 'major',
  enum: 'minor',
  maximum: 'minor',
  minimum: 'minor',
  maxItems: 'minor',
  maxLength: 'minor',
  minLength: 'minor',
  pattern: 'minor',
};

/**
 * What changed between two states of a contract.
 *
 * @param base - path of the earlier one, an OpenAPI description
 * @param revision - path of the later one
 */
export async function contractChanges(base: string, revision: string): Promise<ContractChange[]> {
  const args = [redocly, 'diff', base, revision, '--format=json', '--fail-on=none'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
  const { changes } = JSON.parse(stdout) as { changes: ReportedChange[] };
  return changes.map((change) => ({ impact: impactOf(change), text: textOf(change) }));
}

function impactOf({ impact, property = '' }: ReportedChange): Impact {
  return (impact === 'patch' && noticed[property]) || impact;
}

function textOf({ kind, verdicts, property, base, revision }: ReportedChange): string {
  if (verdicts.length > 0) return verdicts.map(({ message }) => message).join(' ');
  const name = nameOf((revision ?? base)?.pointer ?? '');
  if (kind === 'added') return `\`${name}\` is new.`;
  if (kind === 'removed') return `\`${name}\` is gone.`;
  const [before, after] = [base?.value, revision?.value].map((value) => JSON.stringify(value));
  const short = before && after && before.length + after.length < 120;
  return short ? `\`${name}\`: ${before} became ${after}.` : `\`${name}\`: other ${property}.`;
}

/** `#/components/schemas/Size/maximum` as `Size.maximum`. */
function nameOf(pointer: string): string {
  return pointer
    .replace(/^#\/(components\/\w+|paths)\//, '')
    .split('/')
    .filter((part) => part !== 'properties')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
