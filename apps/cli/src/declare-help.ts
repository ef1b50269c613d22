import { Argument, type Command } from 'commander';
import { environmentHelp } from './environment-help.ts';
import { oneOf } from './options.ts';
import { print } from './output/terminal.ts';

/** What can be read about beside the commands. */
export const helpTopics: Readonly<Record<string, () => string>> = { environment: environmentHelp };

/** Declares `help` of a command, which knows all below it that were declared before. */
export function declareHelp(parent: Command, topics: typeof helpTopics = {}): void {
  const names = [...parent.commands.map((command) => command.name()), ...Object.keys(topics)];
  parent.helpCommand(false);
  parent
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command, or without one which there are.')
    .addArgument(oneOf(new Argument('[command]', 'what it is about'), names))
    .action((name: string | undefined) => {
      const topic = topics[name ?? ''];
      if (topic !== undefined) print(topic());
      else (parent.commands.find((one) => one.name() === name) ?? parent).outputHelp();
    });
}
