import { noticeState } from '#modules/notices';
import { Button, dayText, Form, instantText, KeyValues, Lead, MoneyField, RadioField, Section, Soft, TextArea, yuanText } from '../ui/index.ts';
import { scoreText } from './score-text.ts';
import type { AwardPageView } from './award-page.tsx';

/** Enough reviewers are at it: what lacks is their word, not their number. */
export const awaited = ({ board, round }: Pick<AwardPageView, 'board' | 'round'>): boolean =>
  round !== null &&
  board.reviews.some(({ review }) => review.state === 'assigned') &&
  board.reviews.filter(({ review }) => review.state !== 'conflict').length >= round.reviewersWanted;

export function Propose({ view }: { view: AwardPageView }) {
  const { page, project, may, round, board, term } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  const open = project.state === 'in_review' || (project.state === 'noticed' && view.proposals[0]?.confirmation?.decision !== 'confirmed');
  if (!open || !may.propose || !round) return null;
  const again = project.state === 'noticed';
  const back = view.back?.form === 'propose' ? view.back : undefined;
  const form =
    !view.enough || !board.mean ? (
      <Soft>{awaited(view) ? t.awaitAll : t.fewer(round.reviewersWanted)}</Soft>
    ) : !term?.ok ? (
      <div class="reason ask">
        <p>{term === null ? t['no-policy'] : term.error.code === 'no-rule' ? t.noticeNoRule : t.noticeUnset}</p>
        {may.set && (
          <p>
            <a href={`${base}/policy/settings`}>{t.setNow}</a>
          </p>
        )}
      </div>
    ) : (
      <Form action={`${base}/projects/${project.id}/award`} id="propose" errors={back?.errors} values={back?.values}>
        <p class="hint">{t.proposeLead}</p>
        <RadioField
          name="outcome"
          label={t.outcome}
          required
          options={[
            { value: 'award', label: t.outcomeAward },
            { value: 'decline', label: t.outcomeDecline },
          ]}
        />
        <MoneyField
          name="grant"
          label={t.grant}
          hint={t.grantHint(yuanText(view.application.grantFen, { whole: true }), yuanText(view.leftFen, { whole: true }))}
        />
        <TextArea name="reason" label={t.reason} rows={4} maxLength={2000} required />
        <p>{t.noticeTerm(daysWords(term.value.days, term.value.counting, lang), dayText(term.value.endDay, lang))}</p>
        <p class="cite">
          {term.value.source} {term.value.clause}
        </p>
        <Button>{t.publish}</Button>
      </Form>
    );
  const title = again ? t.proposeAgain : t.propose;
  return (
    <Section title={title} id="propose-section">
      {again ? (
        <details class="fold" open={back !== undefined || view.proposals[0]?.confirmation?.decision === 'refused'}>
          <summary>{title}</summary>
          {form}
        </details>
      ) : (
        form
      )}
    </Section>
  );
}

const daysWords = (days: number, counting: 'calendar' | 'working', lang: 'zh' | 'en'): string =>
  lang === 'zh' ? `${days} ${counting === 'calendar' ? '个自然日' : '个工作日'}` : `${days} ${counting} days`;

export function Proposals({ view }: { view: AwardPageView }) {
  const { page, proposals, notice } = view;
  const { lang, base } = page;
  const t = scoreText[lang];
  const [now, ...earlier] = proposals;
  if (!now) return null;
  const outcome = (one: typeof now) =>
    one.outcome === 'award' ? `${t.outcomeAward} ${yuanText(one.grantFen)} ${lang === 'zh' ? '元' : 'yuan'}` : t.outcomeDecline;
  const word = (one: typeof now) =>
    one.confirmation &&
    `${one.confirmation.decidedByName}${lang === 'zh' ? '，' : ', '}${instantText(one.confirmation.decidedAt, lang)}${one.confirmation.reason ? `${lang === 'zh' ? '：' : ': '}${one.confirmation.reason}` : ''}`;
  return (
    <Section title={t.proposal} id="proposal">
      <Lead>{outcome(now)}</Lead>
      <p>{now.reason}</p>
      <KeyValues
        items={[
          [t.scoreGiven, now.meanText],
          [t.proposedBy, `${now.proposedByName}${lang === 'zh' ? '，' : ', '}${instantText(now.proposedAt, lang)}`],
          [
            t.onNotice,
            notice &&
              (noticeState(notice, view.today) === 'open'
                ? t.noticeUntil(dayText(notice.endDay ?? '', lang))
                : t.noticeEnded(dayText(notice.endDay ?? '', lang))),
          ],
          [
            t.objections,
            <>
              {t.objectionsOf(view.objections.all, view.objections.open)} · <a href={`${base}/notices/${notice?.id ?? now.noticeId}`}>{t.seeNotice}</a>
            </>,
          ],
          [now.confirmation?.decision === 'refused' ? t.refusedBy : t.confirmedBy, word(now)],
        ]}
      />
      {earlier.length > 0 && (
        <details class="fold">
          <summary>{t.earlier}</summary>
          <ul>
            {earlier.map((one) => (
              <li>
                {outcome(one)}
                {lang === 'zh' ? '：' : ': '}
                {one.reason} {word(one)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
