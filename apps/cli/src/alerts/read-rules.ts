import { readYamlFile } from '../format-file/read-yaml-file.ts';
import type { AlertRules } from './rule.ts';
import { rulesIn } from './rules-in-file.ts';

/**
 * Reads a file of rules. URLs and headers of webhooks may stand in the environment.
 *
 * @throws {@link Failure} when it can't be used, with all that is wrong with it
 */
export function readRules(path: string): Promise<AlertRules> {
  return readYamlFile(path, 'file of rules', (file) => rulesIn(file, process.env));
}
