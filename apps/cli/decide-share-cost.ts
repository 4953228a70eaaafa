import { SHARE_METHODS, type ShareMethod, type SharedCost, parseShareCost, shareCost } from '#libs/decide';
import { parseOrMisuse } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { complaint, readJson } from './decide-files.ts';

const NAMES: Record<ShareMethod, string> = { equal: '平均 equal', area: '按面积 area', floor: '按楼层系数 floor', shapley: '沙普利值 Shapley' };

function textOf(ids: readonly string[], { methods, unavailable }: SharedCost): string {
  const known = SHARE_METHODS.filter((method) => methods[method]);
  const rows = ids.map((id) => [id, ...known.map((method) => methods[method]?.[id] ?? '')].join('\t'));
  const missing = SHARE_METHODS.flatMap((method) => {
    const why = unavailable[method];
    return why ? [`${NAMES[method]}: ${why.field} ${why.reason}${why.member === null ? '' : ` (${why.member})`}`] : [];
  });
  return `${[['', ...known.map((method) => NAMES[method])].join('\t'), ...rows, ...missing].join('\n')}\n`;
}

/** `decide share-cost FILE`: who pays what, by every method, to the fen. */
export const decideShareCost: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, { json: { type: 'boolean' } }, 'decide share-cost FILE.json [--json]', { min: 1, max: 1 });
  const file = positionals[0] ?? '-';
  const parsed = parseShareCost(await readJson(file));
  if (!parsed.ok) throw complaint(file, parsed.error.issues);
  const result = shareCost(parsed.value);
  const ids = parsed.value.members.map(({ id }) => id);
  context.out(values.json ? `${JSON.stringify(result)}\n` : textOf(ids, result));
  return 0;
};
