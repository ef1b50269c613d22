import { signRequest } from '@cfw-flow/signature';

// Node, Bun and Deno have a hash that is quicker. This takes away the other one.
Object.defineProperty(globalThis, 'crypto', { value: undefined });

const headers = await signRequest(
  { method: 'GET', url: 'https://cfw.example' },
  { accessKey: 'AK-EXAMPLE', secretKey: 'SK-EXAMPLE' },
);
console.log(headers.Authorization);
