import { isOpen, theAssemblyMustBeCalled, type Threshold } from '#modules/matters';
import { ActionForm, ButtonLink, dataTable, Section, Soft, State } from '../ui/index.ts';
import { followText } from './follow-text.ts';
import type { MatterPageProps } from './matter-page.tsx';
import { SupportBar } from './support-bar.tsx';
import { matterText } from './text.ts';

/** How many support it, and the button to do so. */
export function Support({ page, view }: MatterPageProps) {
  const { matter, mine } = view;
  const t = matterText[page.lang];
  const at = `${page.base}/matters/${matter.id}`;
  const { state } = matter.state;
  const takes = isOpen(matter) && matter.hidden === 'no';
  return (
    <Section title={t.supportTitle} id="support">
      <SupportBar supporting={matter.households} households={view.allHouseholds} counting={state !== 'withdrawn' && state !== 'merged'} />
      {takes &&
        (mine.supports ? (
          <>
            <p>{t.youSupport}</p>
            {!mine.raiser && (
              <ActionForm kind="quiet" action={`${at}/unsupport`}>
                {t.unsupport}
              </ActionForm>
            )}
          </>
        ) : matter.supportUnit === 'household' && mine.householdSupports ? (
          <p>{t.householdSupports}</p>
        ) : mine.home ? (
          <ActionForm action={`${at}/support`}>{t.support}</ActionForm>
        ) : mine.signedIn ? (
          <Soft>{t.notYourPlace}</Soft>
        ) : (
          <ButtonLink href={page.links?.signIn ?? '/sign-in'}>{t.signInToSupport}</ButtonLink>
        ))}
      <Soft>{matter.supportUnit === 'household' ? t.unitHousehold : t.unitPerson}</Soft>
      {(view.may.readNames || view.may.supportFor) && (
        <p>
          <a href={`${at}/supporters`}>{t.supporters}</a>
        </p>
      )}
    </Section>
  );
}

const names = { households: 'byHouseholds', residents: 'byResidents', groups: 'byGroups', set: 'bySet' } as const;

/** The law's three thresholds and the office's own, as they stand now, and what reaching them obliges to. */
export function Thresholds({ page, view }: MatterPageProps) {
  const { lang, base } = page;
  const t = followText[lang];
  const { state } = view.matter.state;
  if (state === 'withdrawn' || state === 'merged') return null;
  const why = (one: Threshold) => (one.why === 'no-roster' ? t.noRoster : one.why === 'no-groups' ? t.noGroups : one.why === 'not-set' ? t.groupNotSet : null);
  const must = theAssemblyMustBeCalled(view.thresholds);
  return (
    <Section title={t.thresholdsTitle} id="thresholds">
      {dataTable({
        rows: view.thresholds,
        query: {},
        lang,
        base: `${base}/matters/${view.matter.id}`,
        caption: t.thresholdsTitle,
        tools: false,
        empty: null,
        columns: [
          { key: 'who', label: t.thresholdWho, value: (one) => t[names[one.kind]] },
          { key: 'now', label: t.thresholdNow, value: (one) => (one.count === null ? '—' : t.outOf(one.count, one.of)) },
          { key: 'needed', label: t.thresholdNeeded, value: (one) => (one.needed === null ? '—' : String(one.needed)) },
          {
            key: 'stand',
            label: t.thresholdStand,
            value: (one) => why(one) ?? (one.reached ? t.reached : t.missing((one.needed ?? 0) - (one.count ?? 0))),
            render: (one) =>
              why(one) ?? (one.reached ? <State tone="good">{t.reached}</State> : one.needed === null ? '—' : t.missing(one.needed - (one.count ?? 0))),
          },
        ],
      })}
      {must && <div class={view.assemblyCalled ? 'reason' : 'reason ask'}>{view.assemblyCalled ? t.assemblyCalled : t.mustCall}</div>}
      {view.thresholds.some((one) => one.kind === 'set') && <Soft>{t.setObliges}</Soft>}
      <p class="cite">{t.assemblyClause}</p>
      {view.may.setSettings && view.thresholds.some((one) => one.why === 'not-set') && (
        <p>
          <a href={`${base}/matters/settings`}>{matterText[lang].setReplyDays}</a>
        </p>
      )}
    </Section>
  );
}
