import {
  type AllocateError,
  type AllocateOptions,
  type Allocation,
  COMPLETIONS,
  type Caps,
  type Progress,
  RULES,
  SCORES,
  allocateInSteps,
  parsePb,
} from '#libs/decide';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, type CliContext, CouldNot, Misuse } from './command.ts';
import { readInput } from './decide-files.ts';

/** How it is called. */
export const ALLOCATE_USAGE =
  'decide allocate FILE.pb --rule RULE [--utility cost|card] [--completion C] [--score borda|borda0] [--threshold N] [--cap category=NAME=AMOUNT]… [--cap community=NAME=AMOUNT]… [--payments] [--json]';

const UTILITIES = ['cost', 'card'] as const;

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Misuse(`--${option} 只能是 ${allowed.join(' | ')} (must be one of these): ${value}`);
  return found;
}

function capsOf(texts: readonly string[]): Caps {
  const caps = { community: {} as Record<string, string>, category: {} as Record<string, string> };
  for (const text of texts) {
    const match = /^(community|category)=(.+)=(\d+(?:\.\d+)?)$/.exec(text);
    if (!match) throw new Misuse(`--cap 写作 category=名称=金额 或 community=名称=金额 (write it so): ${text}`);
    caps[match[1] as 'community' | 'category'][match[2] as string] = match[3] as string;
  }
  return caps;
}

const WORDS: Record<AllocateError, string> = {
  'ordinal-needs-score': '排序选票要加 --score borda (ordinal ballots need --score borda)',
  'score-needs-ordinal': '--score 只用于排序选票 (--score is for ordinal ballots)',
  'max-length-missing': '文件没有 max_length，无法计 borda 分 (the file has no max_length to score by)',
  'ballot-longer-than-max-length': '有选票超过 max_length (a ballot is longer than max_length)',
  'needs-approvals': 'phragmen 只用于赞成式选票 (phragmen needs approval or choose-1 ballots)',
  'completion-needs-mes': '--completion 只用于 --rule mes (a completion needs --rule mes)',
  'threshold-needs-greedy': '--threshold 只用于 greedy 各规则 (--threshold is for the greedy rules)',
  'threshold-missing': 'greedy-threshold 要加 --threshold N，或文件写明 min_project_score_threshold (give --threshold N)',
  'bad-cap': '--cap 的金额小数位比文件多 (a cap has more decimals than the file)',
};

/** Wrong calls, whatever the file; the rest is about the file. */
const MISUSES: readonly AllocateError[] = ['completion-needs-mes', 'threshold-needs-greedy'];

const STEPS: Record<Progress['of'], string> = { purchases: '已选 chosen', raises: 'Add1 轮 raises', branches: '分支 branches' };

function textOf(result: Allocation): string {
  const payments = new Map(result.payments?.map((payment) => [payment.id, payment]));
  const lines = result.order.map((id, at) => {
    const groups = payments.get(id)?.groups.map(({ voters, eachFen }) => `${voters} × ${eachFen}`);
    return `  ${at + 1}. ${id}${groups ? `  （每人付 paid, fen: ${groups.slice(-3).join(', ')}${groups.length > 3 ? ' …' : ''}）` : ''}`;
  });
  const losers = result.losers.map(
    ({ id, reason, missingFen, missingSupporters }) =>
      `  ${id}: ${reason}, 差钱 missing fen ${missingFen ?? '—'}, 差支持者 missing supporters ${missingSupporters ?? '—'}`,
  );
  const ties = result.ties.map(({ round, tied, chosen }) => `  第 ${round} 轮平局 tie in round ${round}: ${tied.join(', ')} → ${chosen}（按编号 by id）`);
  const without = `支持者 ${result.supporters} 人，其中 ${result.withoutWinner} 人没有一个项目入选 (supporters, and those without any winner)`;
  return `${result.cost} / ${result.budget}\n${[...lines, ...ties, '未入选 not chosen:', ...losers, without].join('\n')}\n`;
}

/** `decide allocate FILE.pb`: shares a pool between projects. Ctrl-C stops it. */
export const decideAllocate: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(
    args,
    {
      json: { type: 'boolean' },
      rule: { type: 'string' },
      utility: { type: 'string' },
      completion: { type: 'string' },
      score: { type: 'string' },
      threshold: { type: 'string' },
      cap: { type: 'string', multiple: true },
      payments: { type: 'boolean' },
    },
    ALLOCATE_USAGE,
    { min: 1, max: 1 },
  );
  const rule = oneOf('rule', values.rule, RULES);
  if (rule === undefined) throw new Misuse(`缺少 --rule (which rule?)。 用法 (usage): ${ALLOCATE_USAGE}`);
  if (values.threshold !== undefined && !/^\d{1,9}$/.test(values.threshold)) throw new Misuse(`--threshold 要整数 (a whole number): ${values.threshold}`);
  const utility = oneOf('utility', values.utility, UTILITIES);
  const completion = oneOf('completion', values.completion, COMPLETIONS);
  const score = oneOf('score', values.score, SCORES);
  const options: AllocateOptions = {
    rule,
    ...(utility ? { utility } : {}),
    ...(completion ? { completion } : {}),
    ...(score ? { score } : {}),
    ...(values.threshold === undefined ? {} : { threshold: Number(values.threshold) }),
    ...(values.cap ? { caps: capsOf(values.cap) } : {}),
    payers: values.payments === true,
  };
  const file = positionals[0] ?? '-';
  const read = parsePb(await readInput(file));
  if (!read.ok) throw new CouldNot(`${file}:${read.error.line}: ${read.error.reason}`);
  const result = await watched(context, (signal, progress) => allocateInSteps(read.value, options, { signal, progress }));
  if (!result.ok) {
    const words = `${WORDS[result.error]}: ${file}`;
    throw MISUSES.includes(result.error) ? new Misuse(words) : new CouldNot(words);
  }
  context.out(values.json ? `${JSON.stringify(result.value)}\n` : textOf(result.value));
  return 0;
};

/** Says every few seconds how far it is, and lets Ctrl-C stop it. */
async function watched<T>(context: CliContext, work: (signal: AbortSignal, progress: (step: Progress) => void) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new CouldNot('已停止，没有结果 (stopped; no result)'));
  process.once('SIGINT', interrupt);
  let said = performance.now();
  try {
    return await work(stop.signal, ({ of, done }) => {
      if (performance.now() - said < 2000) return;
      said = performance.now();
      context.note(`… ${STEPS[of]}: ${done}`);
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
