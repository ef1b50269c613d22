import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { drawPackages, packageGraph } from './package-graph.ts';
import { absolute } from './site-map.ts';

const picture = absolute('apps/docs/guides/pictures/packages.svg');
mkdirSync(dirname(picture), { recursive: true });
writeFileSync(picture, drawPackages(packageGraph()));
