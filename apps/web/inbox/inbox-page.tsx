import { type ClosedDuty, type DutyGroup, groupOfDuty, type OpenDuty } from '#modules/inbox';
import { type Actor, holds } from '#platform/access';
import { kitText } from '../kit/index.ts';
import { ButtonLink, type DutyItem, DutyList, Empty, instantText, Layout, Lead, type PageFrame, Section, Soft } from '../ui/index.ts';
import { inboxText } from './text.ts';
import { dueWords } from './whose-turn.tsx';

/** What the inbox shows. */
export interface InboxView {
  page: PageFrame;
  actor: Actor;
  today: string;
  open: readonly OpenDuty[];
  done: readonly ClosedDuty[];
  /** Names of the neighbourhoods, by id. */
  places: ReadonlyMap<string, string>;
}

const groups: readonly DutyGroup[] = ['today', 'week', 'later', 'undated'];

/** What the reader must do, the most urgent first, and what is done. The home of everybody who works here. */
export function InboxPage(view: InboxView) {
  const { page, open, done, actor } = view;
  const t = inboxText[page.lang];
  const staff = actor.grants.some((grant) => grant.role !== 'resident');
  return (
    <Layout page={page} title={t.title}>
      {actor.kind === 'account' ? (
        <Empty title={t.unboundTitle} action={<ButtonLink href={`${page.base}/activate`}>{t.activate}</ButtonLink>}>
          {t.unbound}
        </Empty>
      ) : (
        <>
          <Lead>{t.lead(open.length)}</Lead>
          {open.length === 0 && <Empty title={t.emptyTitle}>{staff ? t.emptyStaff : t.emptyResident}</Empty>}
          {groups.map((group) => {
            const duties = open.filter((duty) => groupOfDuty(duty, view.today) === group);
            return duties.length === 0 ? null : (
              <Section title={t[group]}>
                {group === 'undated' && <Soft>{t.undatedHint}</Soft>}
                <DutyList items={duties.map((duty) => openItem(view, duty))} />
              </Section>
            );
          })}
          {staff && (
            <Section title={t.done}>{done.length === 0 ? <Soft>{t.doneNone}</Soft> : <DutyList items={done.map((duty) => doneItem(view, duty))} />}</Section>
          )}
        </>
      )}
    </Layout>
  );
}

function placeOf(view: InboxView, duty: OpenDuty): string {
  return duty.neighbourhoodId === null ? inboxText[view.page.lang].wholeSubdistrict : (view.places.get(duty.neighbourhoodId) ?? '');
}

function openItem(view: InboxView, duty: OpenDuty): DutyItem {
  const { lang, base } = view.page;
  const t = inboxText[lang];
  const roles = kitText[lang];
  const mine =
    duty.personId !== null ? duty.personId === view.actor.personId : duty.role !== null && holds(view.actor, [duty.role], duty.neighbourhoodId, duty.kind);
  const owner = roles[duty.role ?? 'resident'];
  const how = !mine ? t.raisedFrom(owner) : duty.level > 0 ? t.wentUp : duty.role === null ? t.forPerson : t.asRole(owner);
  return {
    title: duty.title[lang],
    href: `${base}${duty.href}`,
    detail: [placeOf(view, duty), how].filter((part) => part !== '').join(' · '),
    ...dueWords(duty, view.today, lang),
  };
}

/** Where a thing done is read: pages on which one only acts are closed once it is done. */
export const pageOfDone = (href: string): string =>
  href
    .replace(/^(\/projects\/[^/]+)\/check-in(\?.*)?$/, '$1/check-ins')
    .replace(/^(\/projects\/[^/]+)\/application$/, '$1')
    .replace(/^(\/meetings\/[^/]+)\/minutes$/, '$1');

function doneItem(view: InboxView, duty: ClosedDuty): DutyItem {
  const { lang, base } = view.page;
  return {
    title: duty.title[lang],
    href: `${base}${pageOfDone(duty.href)}`,
    detail: [placeOf(view, duty), inboxText[lang].doneOn(instantText(duty.doneAt, lang, 'short'))].join(' · '),
  };
}
