import { formatRemaining } from '#libs/civil-time';
import { dutiesOf, isOverdue, type OpenDuty } from '#modules/inbox';
import { holdersOf, maskName, personNames } from '#modules/people';
import type { Role } from '#platform/access';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { kitText } from '../kit/index.ts';
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

async function who(tx: Tx, duty: OpenDuty, lang: Lang): Promise<string> {
  const t = kitText[lang];
  if (duty.personId !== null) {
    const name = (await personNames(tx, [duty.personId])).get(duty.personId) ?? '';
    if (duty.role === 'reviewer') return t.reviewer;
    const shown = duty.role !== null && named.includes(duty.role) ? name : maskName(name);
    return duty.role === null ? shown : `${t[duty.role]} ${shown}`;
  }
  const role = duty.role ?? 'secretary';
  if (!named.includes(role)) return t[role];
  const holders = await holdersOf(tx, role, duty.neighbourhoodId);
  return holders.length === 0 ? inboxText[lang].vacant(t[role]) : `${t[role]} ${holders.map((holder) => holder.name).join('、')}`;
}

/**
 * Who must act next about a subject or project, ready for {@link WhoseTurn}; read it in the page's transaction.
 * @param base `w.base`
 */
export async function loadTurns(
  tx: Tx, of: { projectId: string } | { subjectId: string }, view: { lang: Lang; today: string; base: string },
): Promise<DutyItem[]> {
  const items: DutyItem[] = [];
  for (const duty of await dutiesOf(tx, of))
    items.push({ title: duty.title[view.lang], href: `${view.base}${duty.href}`, who: await who(tx, duty, view.lang), ...dueWords(duty, view.today, view.lang) });
  return items;
}

/** A section that says who must act next and by when; with nothing open it says so. */
export function WhoseTurn(props: { items: readonly DutyItem[]; title?: string }) {
  const t = inboxText[useLang()];
  return (
    <Section title={props.title ?? t.turnTitle}>
      {props.items.length === 0 ? <Soft>{t.turnNone}</Soft> : <DutyList items={props.items} />}
    </Section>
  );
}
