import type { Award } from '#modules/books';
import { Reason, useLang, yuanText } from '../ui/index.ts';
import { shortfallWords, spendingText } from './text.ts';
import { purchaseText } from './purchase-text.ts';

/** Sources that may not pay what falls short, or have it bound or promised: what would help, in fen. */
export interface ShortfallHelp {
  missingFen: bigint;
  pledged: { name: string; fen: bigint }[];
  reserved: { name: string; fen: bigint }[];
  elsewhere: { name: string; fen: bigint }[];
  /** Sources that may pay it but are on hold, and why. */
  held: { name: string; fen: bigint; why: string }[];
}

/** What was agreed or promised and has not come in. */
const stillToCome = (award: Award): bigint => {
  const agreedFen = award.pledgedFen > award.plannedFen ? award.pledgedFen : award.plannedFen;
  return agreedFen > award.receivedFen ? agreedFen - award.receivedFen : 0n;
};

/** What would make lines payable that the sources do not reach: promises not yet kept, money kept for others, money bound to other uses. */
export function helpFor(awards: readonly Award[], categories: readonly string[], short: { neededFen: bigint; availableFen: bigint }): ShortfallHelp {
  const pays = (award: Award) => categories.some((category) => award.categories.includes(category));
  const some = (of: (award: Award) => bigint, among: readonly Award[]) =>
    among.map((award) => ({ name: award.name, fen: of(award) })).filter(({ fen }) => fen > 0n);
  return {
    missingFen: short.neededFen - short.availableFen,
    pledged: some((award) => stillToCome(award), awards.filter(pays)),
    reserved: some((award) => award.reservedFen, awards.filter(pays)),
    held: awards
      .filter((award) => pays(award) && award.onHold && award.availableFen > 0n)
      .map((award) => ({ name: award.name, fen: award.availableFen, why: award.onHold ?? '' })),
    elsewhere: some(
      (award) => award.availableFen,
      awards.filter((award) => !pays(award) && award.sourceKind !== 'in_kind'),
    ),
  };
}

/** Why the money does not reach, in the words of the cut, and what would help. */
export function ShortfallView(props: {
  shortfall: { lineTexts: string[]; neededFen: bigint; availableFen: bigint };
  help?: ShortfallHelp;
  use: string;
  note?: string;
}) {
  const lang = useLang();
  const t = purchaseText[lang];
  const { help } = props;
  return (
    <Reason outcome="note" title={spendingText[lang].shortTitle}>
      <p>{shortfallWords(props.shortfall, lang)}</p>
      {help && (
        <>
          <p>
            <b>{t.helps}</b> {t.helpMissing(yuanText(help.missingFen))}
          </p>
          <ul>
            {help.pledged.map((each) => (
              <li>{t.helpPledged(each.name, yuanText(each.fen))}</li>
            ))}
            {help.reserved.map((each) => (
              <li>{t.helpReserved(each.name, yuanText(each.fen))}</li>
            ))}
            {help.held.map((each) => (
              <li>{t.helpHeld(each.name, yuanText(each.fen), each.why)}</li>
            ))}
            {help.elsewhere.map((each) => (
              <li>{t.helpElsewhere(each.name, yuanText(each.fen), props.use)}</li>
            ))}
            <li>{t.helpLess}</li>
          </ul>
        </>
      )}
      {props.note && <p class="soft">{props.note}</p>}
    </Reason>
  );
}
