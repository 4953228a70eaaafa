import { formatRemaining } from '#libs/civil-time';
import { dutiesOf, isOverdue, type OpenDuty } from '#modules/inbox';
import { holdersOf, maskName, maskPhonesIn, personNames } from '#modules/people';
import { holds, type Role } from '#platform/access';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { kitText, type Web } from '../kit/index.ts';
import { type DutyItem, DutyList, Section, Soft, type Tone, useLang } from '../ui/index.ts';
import { inboxText } from './text.ts';

/** The deadline of a duty in words, and its colour: 还剩 3 天 · 今天到期 · 已过期 2 天 · 街镇未规定期限. */
export function dueWords(duty: Pick<OpenDuty, 'dueDay'>, today: string, lang: Lang): { due: string; tone: Tone } {
  if (duty.dueDay === null) return { due: inboxText[lang].noDeadline, tone: 'plain' };
  const tone = isOverdue(duty, today) ? 'bad' : duty.dueDay === today ? 'act' : 'wait';
  return { due: formatRemaining(today, duty.dueDay, lang), tone };
}

// Officers act in public; residents' names are masked, and who reviews is not told at all.
const named: readonly Role[] = ['secretary', 'director', 'officer', 'head', 'admin'];

// A keeper too is named: the public is told whom to call.
const namedPersons: readonly Role[] = [...named, 'keeper'];

async function who(tx: Tx, duty: OpenDuty, lang: Lang): Promise<string> {
  const t = kitText[lang];
  if (duty.personId !== null) {
    const name = (await personNames(tx, [duty.personId])).get(duty.personId) ?? '';
    if (duty.role === 'reviewer') return t.reviewer;
    const shown = duty.role !== null && namedPersons.includes(duty.role) ? name : maskName(name);
    return duty.role === null ? shown : `${t[duty.role]} ${shown}`;
  }
  const role = duty.role ?? 'secretary';
  if (!named.includes(role)) return t[role];
  const holders = await holdersOf(tx, role, duty.neighbourhoodId);
  return holders.length === 0 ? inboxText[lang].vacant(t[role]) : `${t[role]} ${holders.map((holder) => holder.name).join('、')}`;
}

/** Pages of duties that not everybody may open, with the action of their route. All others are public. */
const guarded: readonly (readonly [RegExp, string])[] = [
  [/^\/projects\/[^/]+\/(check|reviewers)$/, 'check.read'],
  [/^\/projects\/[^/]+\/application$/, 'project.edit'],
  [/^\/meetings\/new(\?|$)/, 'meeting.call'],
  [/^\/meetings\/[^/]+\/invitations$/, 'meeting.invite'],
  [/^\/meetings\/[^/]+\/minutes$/, 'meeting.record'],
  [/^\/spending\//, 'spending.read'],
  [/^\/projects\/[^/]+\/invoices(#|$)/, 'spending.read'],
  [/^\/projects\/[^/]+\/opening(#|$)/, 'opening.read'],
  [/^\/projects\/[^/]+\/shifts(#|$)/, 'project.plan-shifts'],
  [/^\/projects\/[^/]+\/visits(#|$)/, 'project.read-staff'],
  [/^\/projects\/[^/]+\/year-end(#|$)/, 'year-end.read'],
  [/^\/awards\/[^/]+\/refund(\?|$)/, 'money.refund'],
  [/^\/counts\//, 'cash.read'],
  [/^\/handovers\//, 'handover.read'],
  [/^\/office\/referrals\//, 'referral.read'],
  [/^\/reviews\//, 'check.read'],
];

/** Pages of those alone whose turn it is: a watch, a check of a thing that is kept, a keeper's answer. */
const ownOnly = /^\/projects\/[^/]+\/(check-in(\?|$)|upkeep\/|keeper$)/;

/** True when the viewer holds the duty or may open its page. */
export function mayOpenDuty(duty: Pick<OpenDuty, 'kind' | 'href' | 'personId' | 'role' | 'neighbourhoodId'>, view: Pick<Web, 'can' | 'actor'>): boolean {
  if (duty.personId !== null ? duty.personId === view.actor.personId : duty.role !== null && holds(view.actor, [duty.role], duty.neighbourhoodId, duty.kind))
    return true;
  if (ownOnly.test(duty.href)) return false;
  const action = guarded.find(([path]) => path.test(duty.href))?.[1];
  return action === undefined || view.can(action, { neighbourhoodId: duty.neighbourhoodId });
}

/** A duty in a public list; `closed` when this viewer cannot open its page, so that it stands there as plain words. */
type TurnItem = DutyItem & { closed?: boolean };

/**
 * Who must act next about a subject or project, ready for {@link WhoseTurn}; read it in the page's transaction.
 * Phone numbers in titles that residents wrote are masked.
 */
export async function loadTurns(
  tx: Tx,
  of: { projectId: string } | { subjectId: string },
  view: Pick<Web, 'lang' | 'today' | 'base' | 'can' | 'actor'>,
): Promise<TurnItem[]> {
  const items: TurnItem[] = [];
  for (const duty of await dutiesOf(tx, of))
    items.push({
      title: maskPhonesIn(duty.title[view.lang]),
      href: `${view.base}${duty.href}`,
      closed: !mayOpenDuty(duty, view),
      who: await who(tx, duty, view.lang),
      ...dueWords(duty, view.today, view.lang),
    });
  return items;
}

/** A section that says who must act next and by when; with nothing open it says so. */
export function WhoseTurn(props: { items: readonly TurnItem[]; title?: string }) {
  const t = inboxText[useLang()];
  return (
    <Section title={props.title ?? t.turnTitle}>
      {props.items.length === 0 ? (
        <Soft>{t.turnNone}</Soft>
      ) : (
        <DutyList items={props.items.map(({ closed, href, ...item }) => (closed || href === undefined ? item : { ...item, href }))} />
      )}
    </Section>
  );
}
