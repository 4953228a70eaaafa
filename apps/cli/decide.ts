import { COMPLETIONS, RULES } from '#libs/decide';
import { type CliCommand, Misuse } from './command.ts';
import { ALLOCATE_USAGE } from './decide-allocate.ts';

/** How `decide` is called. */
export const DECIDE_USAGE = 'decide tally | allocate | share-cost | scores FILE [--json] [选项 options: decide WHAT --help]';

type Part = { usage: string; zh: string; en: string; load: () => Promise<CliCommand> };

/** What can be decided, each loaded only when asked for. None needs a database. */
export const parts: Record<string, Part> = {
  tally: {
    usage: 'decide tally FILE.json [--json]',
    zh: '计票：规则、名册和选票（赞成反对弃权，或多个选项）得出结论和每一项检验；FILE 为 - 时读标准输入',
    en: 'count ballots by a rule: the verdict with every test; FILE - reads standard input',
    load: async () => (await import('./decide-tally.ts')).decideTally,
  },
  allocate: {
    usage: ALLOCATE_USAGE,
    zh: `分配资金：RULE 为 ${RULES.join(' | ')}；C 为 ${COMPLETIONS.join(' | ')}（只用于 mes）；--payments 列出每个人付多少；Ctrl-C 停止`,
    en: 'share a pool between projects: order, who paid, ties, and for each loser what would have saved it',
    load: async () => (await import('./decide-allocate.ts')).decideAllocate,
  },
  'share-cost': {
    usage: 'decide share-cost FILE.json [--json]',
    zh: '分摊费用：平均、按面积、按楼层系数、沙普利值，逐户列出，分毫不差',
    en: 'share a cost: equally, by area, by floor coefficients, by Shapley value, to the fen',
    load: async () => (await import('./decide-share-cost.ts')).decideShareCost,
  },
  scores: {
    usage: 'decide scores FILE.json [--json]',
    zh: '校准评委打分：原始、去均值、标准化并列，离群标出，逐一去掉评委看名次',
    en: 'calibrate reviewers’ scores: raw, centred, standardised side by side, outliers flagged, places with each reviewer left out',
    load: async () => (await import('./decide-scores.ts')).decideScores,
  },
};

/** Exact collective decisions from files. */
export const decide: CliCommand = async (args, context) => {
  const [word, ...rest] = args;
  if (word === undefined || word === '--help' || word === '-h') {
    const lines = Object.values(parts).map((part) => `  ./zhidian ${part.usage}\n      ${part.zh}\n      ${part.en}\n`);
    if (word === undefined) throw new Misuse(`请说明要做什么 (say what): ${Object.keys(parts).join(', ')}。 用法 (usage): ${DECIDE_USAGE}`);
    context.out(lines.join(''));
    return 0;
  }
  const part = Object.hasOwn(parts, word) ? parts[word] : undefined;
  if (part === undefined) throw new Misuse(`没有 decide ${word}。 No such part: ${word}. 用法 (usage): ${DECIDE_USAGE}`);
  if (rest.includes('--help') || rest.includes('-h')) {
    context.out(`./zhidian ${part.usage}\n  ${part.zh}\n  ${part.en}\n`);
    return 0;
  }
  return (await part.load())(rest, context);
};
