import { utcTime } from '../time/zone.ts';
import { quoteForShell } from './quote-for-shell.ts';
import type { OperationName, Query, Question } from './questions.ts';

/** Options of `cfw-flow` by the parameters that they stand for. */
const options: Readonly<Record<string, string>> = {
  fw_instance_id: '--firewall',
  log_type: '--log-type',
  start_time: '--from',
  end_time: '--to',
  direction: '--direction',
  asset_type: '--asset-type',
  order: '--by',
  size: '--size',
  ip: '--ip',
};

const commands: Readonly<Record<OperationName, string>> = {
  'flow-statistic': 'top',
  'flow-trend': 'trend',
  'flow-top': 'top',
  'flow-detail': 'detail',
};

/**
 * Questions as commands of `cfw-flow`, one a line.
 *
 * @param endpoint - where the API is, with a slash at its end
 */
export function asCommands(questions: readonly Question[], endpoint: string): string {
  return questions
    .map(({ operation, projectId, query }) =>
      [
        'cfw-flow',
        commands[operation],
        ...Object.entries(query).flatMap(([name, value]) => optionWords(name, value)),
        '--endpoint',
        endpoint,
        '--project',
        projectId,
        // Nothing after it is taken for an option, whatever it begins with.
        ...argumentWords(query),
      ]
        .map(quoteForShell)
        .join(' '),
    )
    .join('\n');
}

function optionWords(name: string, value: Query[string]): string[] {
  const option = options[name];
  if (option === undefined) return [];
  if (name.endsWith('_time')) return [option, utcTime(Number(value))];
  return [option, [value].flat().join(',')];
}

function argumentWords({ item, value }: Query): string[] {
  const words = [item ?? [], value ?? []].flat(2).map(String);
  return words.length === 0 ? [] : ['--', ...words];
}
