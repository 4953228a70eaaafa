import {
  type OptionError,
  type OptionInput,
  type OptionTally,
  type Tally,
  type TallyInput,
  type TallyTest,
  countOptions,
  parseOptionTally,
  parseTally,
  tally,
} from '#libs/decide';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot } from './command.ts';
import { complaint, readJson } from './decide-files.ts';

const WORDS: Record<OptionError, string> = {
  'duplicate-on-roll': '名册里有重复的 id (an id stands twice on the roll)',
  'duplicate-ballot': '同一个 id 投了两次 (an id has two ballots)',
  'ballot-not-on-roll': '选票不在名册上 (a ballot is not on the roll)',
  'present-not-on-roll': '签到者不在名册上 (present, but not on the roll)',
  'area-missing': '规则按面积计，名册里有人缺面积 (the rule counts area, which is missing on the roll)',
  'duplicate-option': '选项重复 (an option stands twice)',
  'cost-missing': '选项缺造价 (an option has no cost)',
  'lots-incomplete': 'lots 要写全每一个选项，各一次 (lots must name every option once)',
  'wrong-ballot-form': '选票的形式与规则不符 (a ballot has another form than the rule)',
};

function firstTwice(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
}

/** Which entry the fault is about, where one is. */
function culprit(error: OptionError, input: TallyInput | OptionInput): string {
  const onRoll = new Set(input.roll.map(({ id }) => id));
  const where: Partial<Record<OptionError, () => string | undefined>> = {
    'duplicate-on-roll': () => firstTwice(input.roll.map(({ id }) => id)),
    'duplicate-ballot': () => firstTwice(input.ballots.map(({ id }) => id)),
    'ballot-not-on-roll': () => input.ballots.find(({ id }) => !onRoll.has(id))?.id,
    'present-not-on-roll': () => input.present?.find((id) => !onRoll.has(id)),
    'area-missing': () => input.roll.find(({ area }) => area === undefined)?.id,
    'duplicate-option': () => ('options' in input ? firstTwice(input.options) : undefined),
  };
  const id = where[error]?.();
  return id === undefined ? '' : `: ${id}`;
}

const faultOf = (file: string, error: OptionError, input: TallyInput | OptionInput) => new CouldNot(`${file}: ${WORDS[error]}${culprit(error, input)}`);

function testLine(test: TallyTest): string {
  const missing = test.missing === null ? '，余下的不够 (those left are too few)' : test.missing > 0 ? `，还差 ${test.missing} (missing)` : '';
  return `  ${test.passed ? '✓' : '✗'} ${test.of} ${test.measure}/${test.base}: ${test.numerator}/${test.denominator} ${test.strict ? '>' : '≥'} ${test.threshold}${missing}`;
}

function tallyText(result: Tally): string {
  const certain = result.certain ? '，已成定局 (certain)' : '，尚未定局 (not certain yet)';
  const conflicts = result.conflicts.length > 0 ? `  多套房投票不一致 (ballots differ): ${result.conflicts.join(', ')}\n` : '';
  return `${result.passed ? '通过 passed' : '未通过 not passed'}${certain}\n${result.tests.map(testLine).join('\n')}\n${conflicts}`;
}

function optionsText(result: OptionTally): string {
  const lines = result.options.map(
    ({ id, votes, place, status, certain, tests }) =>
      `  ${place}. ${id}: ${votes} ${status}${certain ? '' : '（尚未定局 not certain yet）'}${tests.length > 0 ? `\n${tests.map(testLine).join('\n')}` : ''}`,
  );
  const ties = result.ties.map(({ options, brokenBy }) => `  平票 tie: ${options.join(', ')}${brokenBy ? '（抽签决定 by lot）' : ''}`);
  return `当选 elected: ${result.elected.join(', ') || '—'}\n${[...result.tests.map(testLine), ...lines, ...ties].join('\n')}\n`;
}

/** `decide tally FILE`: the verdict of a vote, from rule, roll and ballots. */
export const decideTally: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, { json: { type: 'boolean' } }, 'decide tally FILE.json [--json]', { min: 1, max: 1 });
  const file = positionals[0] ?? '-';
  const json = await readJson(file);
  if (typeof json === 'object' && json !== null && 'options' in json) {
    const parsed = parseOptionTally(json);
    if (!parsed.ok) throw complaint(file, parsed.error.issues);
    const result = countOptions(parsed.value);
    if (!result.ok) throw faultOf(file, result.error, parsed.value);
    context.out(values.json ? `${JSON.stringify(result.value)}\n` : optionsText(result.value));
    return 0;
  }
  const parsed = parseTally(json);
  if (!parsed.ok) throw complaint(file, parsed.error.issues);
  const result = tally(parsed.value);
  if (!result.ok) throw faultOf(file, result.error, parsed.value);
  context.out(values.json ? `${JSON.stringify(result.value)}\n` : tallyText(result.value));
  return 0;
};
