import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const generated = join(import.meta.dirname, 'generated');
const contractTypes = join(
  import.meta.dirname,
  '../../types/src/generated/flow-log-analysis/types.gen.ts',
);
const exportedName = /^export (?:declare )?(?:type|interface|const|enum|class) (\w+)/gm;

it('the package holds no copy of the types of the contract', () => {
  const names = new Set(
    [...readFileSync(contractTypes, 'utf8').matchAll(exportedName)].map((match) => match[1]),
  );
  // hey-api's own client has a type of this name, unrelated to the contract.
  names.delete('ClientOptions');
  expect(names).toContain('FlowDetailsVO');

  const copies = readdirSync(generated, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(generated, file), 'utf8').matchAll(exportedName)]
        .filter((match) => names.has(match[1]))
        .map((match) => `${file}: ${match[1]}`),
    );
  expect(copies).toEqual([]);
});

it('the generated call takes its types from the types package', () => {
  const sdk = readFileSync(join(generated, 'sdk.gen.ts'), 'utf8');
  expect(sdk).toMatch(/^import type \{[^}]*ListFlowStatisticData[^}]*\} from '@cfw-flow\/types';/m);
});
