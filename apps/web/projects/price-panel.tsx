import type { ApplicationDraft, PriceReference, PriceSeen } from '#modules/projects';
import { dayText, useFrame, useLang, yuanText } from '../ui/index.ts';
import { guideText } from './application-guide-text.ts';

/** Prices per line of the budget; `mayRead` says whose vouchers and requests this reader may open. */
export interface PricesView {
  lines: ApplicationDraft['lines'];
  prices: readonly (PriceReference | null)[];
  mayRead: (neighbourhoodId: string) => boolean;
}

/** What like things cost in other projects, line by line, each with where it comes from. Sellers are named to those who may open the paper. */
export function PricePanel({ lines, prices, mayRead }: PricesView) {
  const lang = useLang();
  const t = guideText[lang];
  const named = lines.map((line, at) => ({ line, price: prices[at] ?? null })).filter(({ line }) => line.name.trim() !== '');
  if (named.length === 0) return null;
  return (
    <section class="found">
      <h3>{t.prices}</h3>
      <p class="soft">{t.pricesLead}</p>
      <ul>
        {named.map(({ line, price }) => (
          <li>
            <b>{line.name}</b>
            {lang === 'zh' ? '：' : ': '}
            {price === null ? (
              <span class="soft">{line.unit.trim() === '' ? t.noUnit : t.noPrice}</span>
            ) : (
              <details>
                <summary>{t.priceLine(yuanText(price.medianFen), yuanText(price.lowFen), yuanText(price.highFen), line.unit, price.seen.length)}</summary>
                <ul>
                  {price.seen.slice(0, 8).map((seen) => (
                    <Seen seen={seen} staff={mayRead(seen.neighbourhoodId)} />
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Seen({ seen, staff }: { seen: PriceSeen; staff: boolean }) {
  const { base, lang } = useFrame();
  const t = guideText[lang];
  const paper = !staff ? null : seen.voucherId ? `/vouchers/${seen.voucherId}` : seen.requestId ? `/spending/${seen.requestId}` : null;
  return (
    <li>
      {yuanText(seen.unitFen)} · {seen.text} · {dayText(seen.day, lang)} · <a href={`${base}/projects/${seen.projectId}`}>{seen.projectTitle}</a> ·{' '}
      {paper === null ? t[seen.from] : <a href={`${base}${paper}`}>{t[seen.from]}</a>}
      {staff && seen.seller !== '' && ` · ${seen.seller}`}
    </li>
  );
}
