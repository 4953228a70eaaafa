import { CALIBRATIONS, type CalibratedScores, type ReviewError, calibrateScores, parseReviews } from '#libs/decide';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot } from './command.ts';
import { complaint, readJson } from './decide-files.ts';

const WORDS: Record<ReviewError['code'], string> = {
  'no-weight': '评分标准没有可用的权重 (the rubric has no usable weights)',
  'unknown-reviewer': '评委不在名单上 (not a reviewer)',
  'unknown-application': '没有这个申请 (not an application)',
  'reviewed-twice': '同一评委评了两次 (reviewed twice)',
  recused: '已回避的评委打了分 (a recused reviewer gave marks)',
  'mark-missing': '缺分 (a mark is missing)',
  'mark-out-of-range': '分数超出范围 (a mark is out of range)',
  'bad-threshold': 'outlierBeyond 不是分数 (not a number of points)',
};

function textOf({ standings, reviews }: CalibratedScores): string {
  const lines = CALIBRATIONS.flatMap((calibration) => [
    calibration,
    ...standings[calibration].map(
      ({ application, score, place, from, to }) => `  ${application}\t${score ?? '—'}\t${place ?? '—'} (${from ?? '—'}–${to ?? '—'})`,
    ),
  ]);
  const outliers = reviews
    .filter(({ isOutlier }) => isOutlier)
    .map(({ reviewer, application, total }) => `  离群 outlier: ${reviewer} → ${application} ${total}`);
  return `${[...lines, ...outliers].join('\n')}\n`;
}

/** `decide scores FILE`: reviewers' scores raw and calibrated, with places. */
export const decideScores: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, { json: { type: 'boolean' } }, 'decide scores FILE.json [--json]', { min: 1, max: 1 });
  const file = positionals[0] ?? '-';
  const parsed = parseReviews(await readJson(file));
  if (!parsed.ok) throw complaint(file, parsed.error.issues);
  const result = calibrateScores(parsed.value);
  if (!result.ok) {
    const { code, reviewer, application } = result.error;
    throw new CouldNot(`${file}: ${WORDS[code]}${reviewer === undefined ? '' : `: ${reviewer} → ${application}`}`);
  }
  context.out(values.json ? `${JSON.stringify(result.value)}\n` : textOf(result.value));
  return 0;
};
