import type { Command } from 'commander';
import { options } from './options.ts';

/** Adds what says which server is asked. */
export function addServerOptions(command: Command): Command {
  return command
    .optionsGroup('Which server:')
    .addOption(options.endpoint())
    .addOption(options.region())
    .addOption(options.askedProject())
    .addOption(options.askedFirewall())
    .addOption(options.token())
    .addOption(options.tokenFile());
}
