import { readFileSync } from 'node:fs';
import { inPackage } from '#platform/root';
import { parseOrMisuse } from './arguments.ts';
import type { CliCommand } from './command.ts';

/** Prints the version of this installation, as in package.json. */
export const version: CliCommand = async (args, context) => {
  parseOrMisuse(args, {}, 'version');
  const parsed: unknown = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
  const number = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
  context.out(`zhidian ${number}\n`);
  return 0;
};
