import { finished } from 'node:stream/promises';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { ExitCode, Failure } from '../failure.ts';
import { createMcpServer } from '../mcp/mcp-server.ts';
import { note } from '../output/terminal.ts';

/** Serves the Model Context Protocol on standard input and output until the input ends. */
export async function mcp(options: ConnectionOptions, version: string): Promise<void> {
  if (options.tokenFile === '-') {
    throw new Failure(
      'Standard input has the protocol, not the token. Name a file with --token-file, or set CFW_FLOW_TOKEN.',
      ExitCode.USAGE,
    );
  }
  if (process.stdin.isTTY) note(forPerson);
  const reach = {
    options,
    connect: (question: ConnectionOptions) => connect({ ...options, ...question }),
  };
  const handle = serveStdio(() => createMcpServer(version, reach), {
    onerror: ({ message }) => note(message),
  });
  await finished(process.stdin, { writable: false }).catch(() => {});
  await handle.close();
}

const forPerson =
  'This speaks the Model Context Protocol with a program, not with a person. Give the command to your agent:\n\n' +
  '  { "mcpServers": { "cfw-flow": { "command": "cfw-flow", "args": ["mcp"] } } }\n\nCtrl+C ends it.';
