/** Where a command reads and writes; given, so that tests can listen. */
export type CliContext = {
  readonly env: NodeJS.ProcessEnv;
  /** The answer: the only thing on stdout. */
  out(text: string): void;
  /** Progress and errors, on stderr. */
  note(line: string): void;
};

/** Exit codes: 0 done, 1 could not, 2 misuse. */
export type ExitCode = 0 | 1 | 2;

/** One command of `./zhidian`. */
export type CliCommand = (args: readonly string[], context: CliContext) => Promise<ExitCode>;

/** Commands by name: how each is called, what `help` says about it, where it is. */
export type CommandTable = Record<string, { usage: string; zh: string; en: string; load: () => Promise<CliCommand> }>;

/** The command was called wrongly; the message says how to call it. Exit code 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** The command could not be carried out for a reason the operator can act on. Exit code 1. */
export class CouldNot extends Error {
  override readonly name = 'CouldNot';
}

/** The installation's data folder: `ZHIDIAN_DATA`, else `./data`. */
export function dataDirOf(env: NodeJS.ProcessEnv): string {
  return env['ZHIDIAN_DATA'] || 'data';
}
