import { commentComesInTime, replyOutcomes } from '#modules/house-rules';
import { Button, ButtonLink, CheckField, Form, instantText, RadioField, SelectField, Soft, State, TextArea, TextField } from '../ui/index.ts';
import type { RulePageView } from './rule-page.tsx';
import { houseRuleText, ruleWord } from './text.ts';
import type { SeenComment } from './view.ts';

type About = RulePageView & { articleId: string | null };

/** What was said about a clause, or about the whole, with the answers. */
export function Comments(props: About) {
  const t = houseRuleText[props.page.lang];
  const mine = props.view.comments.filter((one) => one.articleId === props.articleId);
  if (mine.length === 0) return props.articleId === null ? <Soft>{t.noComments}</Soft> : null;
  return (
    <ul>
      {mine.map((comment) => (
        <li id={comment.id}>
          <OneComment {...props} comment={comment} />
        </li>
      ))}
    </ul>
  );
}

function OneComment(props: About & { comment: SeenComment }) {
  const { page, view, comment, back } = props;
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const at = `${base}/house-rule-comments/${comment.id}`;
  const returned = (form: string) => (back?.form === `${form} ${comment.id}` ? { errors: back.errors, values: back.values } : {});
  return (
    <>
      {comment.hidden !== 'no' && <p class="soft">{t.hiddenLine(comment.hiddenReason ?? '')}</p>}
      {comment.text !== null && <p class="lines">{comment.text}</p>}
      <Soft>
        {comment.by} · {instantText(comment.at, lang, 'short')}
        {comment.channel !== 'own' && ` · ${ruleWord(lang, comment.channel)}`}
      </Soft>
      {comment.reply !== null ? (
        <p>
          <State tone={comment.reply.outcome === 'not-taken' ? 'plain' : 'good'}>{ruleWord(lang, comment.reply.outcome)}</State> {comment.reply.text}
        </p>
      ) : (
        comment.hidden === 'no' && <State tone="wait">{t.waiting}</State>
      )}
      {view.may.reply && comment.reply === null && comment.hidden === 'no' && (
        <details class="fold" open={back?.form === `reply ${comment.id}` || undefined}>
          <summary>{t.reply}</summary>
          <Form id={`reply-${comment.id}`} action={`${at}/reply`} {...returned('reply')}>
            <RadioField name="outcome" label={t.replyOutcome} required options={replyOutcomes.map((value) => ({ value, label: ruleWord(lang, value) }))} />
            <TextArea name="text" label={t.replyText} required rows={3} maxLength={1000} />
            <Button>{t.reply}</Button>
          </Form>
        </details>
      )}
      {view.may.hide && comment.hidden === 'no' && (
        <details class="fold" open={back?.form === `hide ${comment.id}` || undefined}>
          <summary>{t.hide}</summary>
          <Form id={`hide-${comment.id}`} action={`${at}/hide`} {...returned('hide')}>
            <TextField name="reason" label={t.hideReason} required maxLength={500} />
            <Button kind="danger">{t.hide}</Button>
          </Form>
        </details>
      )}
      {comment.mine && comment.hidden === 'hidden' && (
        <Form id={`appeal-${comment.id}`} action={`${at}/appeal`} {...returned('appeal')}>
          <TextField name="reason" label={t.appeal} required maxLength={500} />
          <Button kind="quiet">{t.appeal}</Button>
        </Form>
      )}
      {comment.hidden === 'appealed' && (
        <p class="soft">
          {t.appealed}
          {comment.appeal !== null && (comment.mine || view.may.rule) && `：${comment.appeal}`}
        </p>
      )}
      {view.may.rule && (comment.hidden === 'appealed' || comment.hidden === 'hidden') && (
        <Form id={`rule-${comment.id}`} action={`${at}/rule`} {...returned('rule')}>
          <RadioField
            name="show"
            label={t.ruleAppeal}
            required
            options={[{ value: 'yes', label: t.show }, ...(comment.hidden === 'appealed' ? [{ value: 'no', label: t.keepHidden }] : [])]}
          />
          <TextField name="reason" label={t.hideReason} required maxLength={500} />
          <Button kind="quiet">{t.ruleAppeal}</Button>
        </Form>
      )}
    </>
  );
}

/** The form to comment, while the text lies open; staff may enter what others handed in. */
export function CommentForm(props: About) {
  const { page, view, today, articleId, back } = props;
  const t = houseRuleText[page.lang];
  if (!commentComesInTime(view.version, today)) return null;
  if (!view.may.signedIn)
    return (
      <ButtonLink kind="quiet" href={page.links?.signIn ?? '/sign-in'}>
        {t.signInToSay}
      </ButtonLink>
    );
  if (!view.may.comment) return <Soft>{t.notYourPlace}</Soft>;
  const returned = back?.form === 'comment' && (back.values['article'] ?? '') === (articleId ?? '') ? { errors: back.errors, values: back.values } : {};
  return (
    <Form id={`say-${articleId ?? 'whole'}`} action={`${page.base}/house-rules/${view.rule.id}/versions/${view.version.no}/comments`} {...returned}>
      <input type="hidden" name="article" value={articleId ?? ''} />
      <TextArea name="text" label={t.sayText} required rows={3} maxLength={1000} />
      <CheckField name="named" label={t.named} hint={t.namedHint} />
      {view.may.commentFor && articleId === null && (
        <>
          <SelectField name="person" label={t.behalf} options={view.people} />
          <RadioField
            name="channel"
            label={t.how}
            options={[
              { value: 'paper', label: t.paper },
              { value: 'assisted', label: t.assisted },
            ]}
          />
        </>
      )}
      <Button kind="quiet">{t.say}</Button>
    </Form>
  );
}
