// Writes the contract as JSON, for those who want it without a YAML parser.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const name = 'flow-log-analysis';
const contract: unknown = parse(readFileSync(`../../openapi/${name}.yaml`, 'utf8'));
writeFileSync(`src/generated/${name}.json`, `${JSON.stringify(contract, null, 2)}\n`);
