import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import alerts from '../../schemas/alerts.json' with { type: 'json' };
import compare from '../../schemas/compare.json' with { type: 'json' };
import exported from '../../schemas/export.json' with { type: 'json' };
import inspect from '../../schemas/inspect.json' with { type: 'json' };
import stats from '../../schemas/stats.json' with { type: 'json' };
import verify from '../../schemas/verify.json' with { type: 'json' };
import { type OutputName, outputs } from './outputs.ts';

type Definitions = Readonly<Record<string, object>>;

/** What servers answer, as the contract describes it. */
const answers = JSON.parse(
  JSON.stringify(contract.components.schemas).replaceAll('"#/components/schemas/', '"#/$defs/'),
) as Definitions;

const schemas: Readonly<Record<OutputName, () => object>> = {
  top: () => schemaOf('top', ref('ListFlowStatisticRespData'), answers),
  'top-line': () => schemaOf('top-line', ref('FlowDetailsVO'), answers),
  'top-lists': () => schemaOf('top-lists', ref('ShowFlowTopRespData'), answers),
  'top-lists-line': () => schemaOf('top-lists-line', entryWithItem, answers),
  trend: () => schemaOf('trend', ref('ShowFlowTrendRespData'), answers),
  'trend-line': () => schemaOf('trend-line', ref('FlowTrendVO'), answers),
  detail: () => schemaOf('detail', ref('FlowAnalysisVO'), answers),
  'detail-line': () => schemaOf('detail-line', ref('SessionVO'), answers),
  compare: () => compare,
  'compare-line': () => schemaOf('compare-line', ref('line'), compare.$defs),
  export: () => exported,
  alerts: () => alerts,
  inspect: () => inspect,
  stats: () => stats,
  verify: () => verify,
};

/** The JSON Schema (draft 2020-12) of an output, which refers to no other document. */
export function outputSchema(name: OutputName): object {
  return schemas[name]();
}

const entryWithItem = {
  ...ref('ItemVO'),
  required: ['item'],
  properties: { item: ref('FlowItem') },
};

function ref(definition: string) {
  return { $ref: `#/$defs/${definition}` };
}

/** A schema with those of the definitions that it refers to. */
function schemaOf(name: OutputName, schema: object, definitions: Definitions): object {
  const used = [...namesUsed(schema, definitions)];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:cfw-flow:${name}`,
    title: outputs[name],
    ...schema,
    $defs: Object.fromEntries(used.map((definition) => [definition, definitions[definition]])),
  };
}

function namesUsed(
  schema: object,
  definitions: Definitions,
  found: Set<string> = new Set(),
): Set<string> {
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    namesUsed(definitions[name]!, definitions, found);
  }
  return found;
}
