import type { Command } from 'commander';
import type { ConfigOptions } from './commands/config.ts';
import type { ConnectionOptions } from './connection/connection-options.ts';
import { declareHelp } from './declare-help.ts';
import { addServerOptions } from './declare-queries.ts';
import { examples } from './help-examples.ts';
import { options, profileKeyArgument } from './options.ts';

/** Declares the commands that say which server is asked, and as whom. */
export function declareConnection(root: Command): void {
  addLogin(root);
  addConfig(root);
}

function addLogin(root: Command): void {
  const command = root
    .command('login')
    .summary('check server and credentials')
    .description(
      'Asks a server one cheap question about each log type, and says where it asked and as whom, ' +
        'which log types were answered, and whether the clocks agree. It stores nothing: `config` does. ' +
        'Ends with 1 when none is answered.',
    );
  addServerOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow login', 'the server of this machine'],
        ['cfw-flow login --profile prod', ''],
        ['cfw-flow login --region cn-north-4 --firewall ID', ''],
      ),
    )
    .action(async (chosen: ConnectionOptions) => {
      const { login } = await import('./commands/login.ts');
      await login(chosen);
    });
}

function addConfig(root: Command): void {
  const config = root
    .command('config')
    .summary('store servers, firewalls and credentials by name')
    .description(
      'Stores profiles in a file, which `config path` prints; --profile NAME or CFW_FLOW_PROFILE ' +
        'selects one. The profile `default` is used when no server is given. Options take ' +
        'precedence over the environment, and that over a profile that --profile does not name.',
    )
    .addHelpText(
      'after',
      examples(
        ['cfw-flow config set region cn-north-4 --profile prod', ''],
        ['cfw-flow config set firewalls.office ID --profile prod', ''],
        ['cfw-flow config set firewall office --profile prod', ''],
        ['cfw-flow config set access_key AK --profile prod', ''],
        ['cfw-flow config set secret_key --profile prod', 'asks for it'],
        ['cfw-flow login --profile prod', 'try it'],
      ),
    );
  config
    .command('list')
    .summary('print all profiles, without their secrets')
    .description('Prints all profiles, without their secrets.')
    .action(async () => (await import('./commands/config.ts')).configList());
  config
    .command('get')
    .summary('print a value of a profile')
    .description('Prints a value of a profile.')
    .addArgument(profileKeyArgument())
    .addOption(options.changedProfile())
    .action(async (key: string, chosen: ConfigOptions) =>
      (await import('./commands/config.ts')).configGet(key, chosen),
    );
  config
    .command('set')
    .summary('set a value of a profile, or remove it')
    .description(
      'Sets a value of a profile; an empty one removes it. Without one, or with -, it is read from ' +
        'standard input, and asked for at a terminal, which does not show what is typed.',
    )
    .addArgument(profileKeyArgument())
    .argument('[value]', 'the value')
    .addOption(options.changedProfile())
    .action(async (key: string, value: string | undefined, chosen: ConfigOptions) =>
      (await import('./commands/config.ts')).configSet(key, value, chosen),
    );
  config
    .command('path')
    .summary('print where the file is')
    .description('Prints where the file is.')
    .action(async () => (await import('./commands/config.ts')).configPath());
  declareHelp(config);
}
