import type { Spread } from '#modules/office';
import type { Lang } from '#platform/i18n';
import { yearText } from './text.ts';

/** Ten-thousandths as a percentage with one decimal at most. */
export const percent = (tenThousandths: number): string => `${Math.round(tenThousandths / 10) / 10}%`;
/** Ten-thousandths as a number with two decimals. */
export const hundredths = (tenThousandths: number): string => (tenThousandths / 10_000).toFixed(2);

/** The Lorenz curve: the money of the poorest communities together, against all the same. Its figures stand in a table beside it. */
export function Lorenz({ spread, lang }: { spread: Spread; lang: Lang }) {
  const t = yearText[lang];
  const [left, top, size] = [34, 10, 250];
  const x = (people: number) => left + (size * people) / 10_000;
  const y = (money: number) => Math.round((top + size - (size * money) / 10_000) * 10) / 10;
  const points = spread.curve.map(({ people, money }) => `${x(people)},${y(money)}`).join(' ');
  const half = spread.curve[5]?.money ?? 0;
  return (
    <svg class="radar" viewBox="0 0 300 300" width="100%" role="img" aria-label={t.lorenz(50, percent(half), spread.without)}>
      <path class="grid" d={`M${left} ${top}V${top + size}H${left + size}`} />
      <path class="other" d={`M${left} ${top + size}L${left + size} ${top}`} />
      <polygon class="own" points={`${points} ${x(10_000)},${y(0)}`} />
      <text x={left + size / 2} y="292" text-anchor="middle">
        {t.peopleAxis}
      </text>
      <text x="14" y={top + size / 2} text-anchor="middle" transform={`rotate(-90 14 ${top + size / 2})`}>
        {t.moneyAxis}
      </text>
      <text x={left + size * 0.42} y={top + size * 0.42} text-anchor="end">
        {t.even}
      </text>
    </svg>
  );
}
