import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Misuse } from './command.ts';

/**
 * `parseArgs` of node, with its complaints turned into one line and the command's usage.
 * @throws Misuse
 */
export function parseOrMisuse<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  usage: string,
  positionals: { min: number; max: number } = { min: 0, max: 0 },
) {
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new Misuse(`${complaintOf(error)}。 用法 (usage): ${usage}`);
  }
  if (parsed.positionals.length < positionals.min || parsed.positionals.length > positionals.max) {
    const tooMany = parsed.positionals.length > positionals.max;
    const first = tooMany ? `多余的参数 ${parsed.positionals[positionals.max]}` : '缺少参数';
    throw new Misuse(`${first} (${tooMany ? 'unexpected argument' : 'argument missing'})。 用法 (usage): ${usage}`);
  }
  return parsed;
}

/** Node's complaint in Chinese, with its own words beside it. */
function complaintOf(error: unknown): string {
  const said = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const option = /'(-[^' ]*)/.exec(said)?.[1] ?? '';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `没有 ${option} 这个选项 (${said})`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `选项 ${option} 的值不对 (${said})`;
    default:
      return said;
  }
}
