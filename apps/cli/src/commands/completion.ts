import path from 'node:path';
import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { commandWords, type CommandWords } from '../completion/command-words.ts';
import { fishCompletion } from '../completion/fish.ts';
import { powershellCompletion } from '../completion/powershell.ts';
import type { Shell } from '../completion/shells.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { print, styled } from '../output/terminal.ts';

const scripts: Readonly<Record<Shell, (root: CommandWords) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * Prints the completion of a shell, or without one how to install it.
 *
 * @param root - the program, which declares what can be typed
 */
export function completion(shell: Shell | undefined, root: Command): void {
  if (shell === undefined) printInstallation();
  else print(scripts[shell](commandWords(root)).trimEnd());
}

const installation: Readonly<Record<Shell, readonly string[]>> = {
  bash: [
    'mkdir -p ~/.local/share/bash-completion/completions',
    'cfw-flow completion bash > ~/.local/share/bash-completion/completions/cfw-flow',
  ],
  zsh: ['cfw-flow completion zsh > "${fpath[1]}/_cfw-flow"'],
  fish: [
    'mkdir -p ~/.config/fish/completions',
    'cfw-flow completion fish > ~/.config/fish/completions/cfw-flow.fish',
  ],
  powershell: ['cfw-flow completion powershell >> $PROFILE'],
};

const remarks: Readonly<Partial<Record<Shell, string>>> = {
  bash: 'Without the package bash-completion, add to ~/.bashrc: source FILE',
  zsh: 'Or add to ~/.zshrc, after compinit: source <(cfw-flow completion zsh)',
};

function printInstallation(): void {
  print('The completion is installed once, and again after an update of cfw-flow:');
  const own = path.basename(process.env['SHELL'] ?? '');
  const shells = Object.keys(installation) as Shell[];
  for (const shell of shells.toSorted(
    (one, other) => Number(other === own) - Number(one === own),
  )) {
    print();
    print(styled('bold', shell));
    for (const line of installation[shell]) print(`  ${line}`);
    const remark = remarks[shell];
    if (remark !== undefined) print(styled('dim', `  ${remark}`));
  }
  print();
  print('Then open a new terminal.');
}
