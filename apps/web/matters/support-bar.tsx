import { householdsThatMakeAFifth } from '#modules/matters';
import { useLang } from '../ui/index.ts';
import { matterText } from './text.ts';

/** How many households support a matter out of all, with the fifth marked that lets them ask for the assembly while it is `counting`. */
export function SupportBar({ supporting, households, counting = true }: { supporting: number; households: number; counting?: boolean }) {
  const t = matterText[useLang()];
  const needed = counting ? householdsThatMakeAFifth(households) : null;
  const percent = (count: number) => `${households === 0 ? 0 : Math.min(100, Math.round((count * 10_000) / households) / 100)}%`;
  const words = t.supportCount(supporting, households);
  return (
    <div class="chart">
      <svg class="vote" width="100%" height="62" role="img" aria-label={needed === null ? words : `${words}. ${t.fifthMark(needed)}`}>
        <rect class="rest" y="28" width="100%" height="28" />
        <rect class="yes" y="28" width={percent(supporting)} height="28" />
        {needed !== null && (
          <>
            <line class="need" x1={percent(needed)} x2={percent(needed)} y1="22" y2="62" />
            <text x={percent(needed)} y="17" text-anchor={needed * 2 > households ? 'end' : 'start'}>
              {t.fifthMark(needed)}
            </text>
          </>
        )}
      </svg>
      <p>
        <b>{words}</b>
      </p>
      {needed !== null && <p class="soft">{supporting >= needed ? t.fifthReached : t.fifthMissing(needed - supporting)}</p>}
    </div>
  );
}
