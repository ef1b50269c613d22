import type { ContractChange } from '../../openapi/contract-changes.ts';

/**
 * What changed between two lists of what a package offers, as runtimes/surface has them: lines of a
 * section are indented below its name.
 */
export function surfaceChanges(before: string, after: string): ContractChange[] {
  const [had, has] = [namesOf(before), namesOf(after)];
  return [
    ...missing(had, has).map((name) => change('major', `\`${name}\` is gone.`)),
    ...missing(has, had).map((name) => change('minor', `\`${name}\` is new.`)),
  ];
}

function missing(names: Set<string>, others: Set<string>): string[] {
  return [...names].filter((name) => !others.has(name));
}

function change(impact: ContractChange['impact'], text: string): ContractChange {
  return { impact, text };
}

function namesOf(list: string): Set<string> {
  const names = new Set<string>();
  let section = '';
  for (const line of list.split('\n').filter((text) => text !== '')) {
    if (!line.startsWith('  ')) section = line;
    names.add(line.startsWith('  ') ? `${section}: ${line.trim()}` : section);
  }
  return names;
}
