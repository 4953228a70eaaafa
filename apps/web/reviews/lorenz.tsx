import { type AllocationScenario, spreadOf } from '#modules/reviews';
import { allocationText } from './allocation-text.ts';

const dashes = ['', '8 4', '2 4', '10 3 2 3', '1 3', '14 6', '6 2 2 2', '4 8'];

/** The Lorenz curves of the scenarios over all neighbourhoods, each in a dash of its own; the figures stand in the table above. */
export function Lorenz({ scenarios, lang }: { scenarios: readonly AllocationScenario[]; lang: 'zh' | 'en' }) {
  const t = allocationText[lang];
  return (
    <figure class="chart">
      <svg viewBox="0 0 640 330" role="img" aria-label={t.lorenzAlt}>
        <rect x="40" y="10" width="280" height="280" fill="none" stroke="currentColor" stroke-opacity=".35" />
        <line x1="40" y1="290" x2="320" y2="10" stroke="currentColor" stroke-opacity=".35" />
        {scenarios.map((one, at) => {
          const points = spreadOf(one.outcome.places.map(({ fen }) => BigInt(fen))).curve;
          return (
            <>
              <polyline
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-dasharray={dashes[at % dashes.length]}
                points={points.map(({ places, money }) => `${40 + (places * 280) / 10_000},${290 - (money * 280) / 10_000}`).join(' ')}
              />
              <line
                x1="350"
                y1={30 + at * 30}
                x2="400"
                y2={30 + at * 30}
                stroke="currentColor"
                stroke-width="2"
                stroke-dasharray={dashes[at % dashes.length]}
              />
              <text x="410" y={35 + at * 30} font-size="15" fill="currentColor">
                {t[one.outcome.rule]}
              </text>
            </>
          );
        })}
      </svg>
      <figcaption>
        {t.lorenz}
        {lang === 'zh' ? '：' : ': '}
        {t.lorenzAlt}
      </figcaption>
    </figure>
  );
}
