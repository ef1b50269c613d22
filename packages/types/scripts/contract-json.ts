// Writes the contract as JSON, for those who want it without a YAML parser.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const contract: unknown = parse(readFileSync('../../openapi/flow-statistic.yaml', 'utf8'));
writeFileSync('src/generated/flow-statistic.json', `${JSON.stringify(contract, null, 2)}\n`);
