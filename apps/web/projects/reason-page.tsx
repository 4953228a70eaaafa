import type { Award } from '#modules/books';
import type { Project } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { Actions, Button, ButtonLink, Form, KeyValues, Layout, Lead, type PageFrame, Section, TextArea, yuanText } from '../ui/index.ts';

/** Texts of withdrawing and stopping a project. */
export const reasonText = defineText({
  withdrawTitle: { zh: '撤回项目', en: 'Withdraw the project' },
  withdrawLead: { zh: '撤回以后不能再恢复。理由会公开，请写给关心这件事的邻居看。', en: 'This cannot be undone. The reason is public.' },
  withdrawDone: { zh: '项目已撤回。', en: 'The project is withdrawn.' },
  stopTitle: { zh: '终止项目', en: 'Stop the project' },
  stopLead: {
    zh: '终止以后不再开工，账目要结清，没花的钱退回各来源。理由会公开。',
    en: 'Works end, the accounts are settled, what is unspent goes back. The reason is public.',
  },
  stopMoney: { zh: '钱现在在哪里', en: 'Where the money is now' },
  stopSource: (received: string, spent: string, reserved: string, free: string) => ({
    zh: `到账 ${received} 元，已付 ${spent} 元${reserved === '' ? '' : `，已批准还没付 ${reserved} 元（付掉或者取消）`}；没花的 ${free} 元结清时退回`,
    en: `${received} yuan came, ${spent} paid${reserved === '' ? '' : `, ${reserved} approved and not paid yet (to be paid or dropped)`}; ${free} unspent goes back at the settlement`,
  }),
  stopAfter: {
    zh: '接着由居民区书记写明善后（做完了什么、买来的东西归谁）、结清账目、退回结余；没做的任务、值班、卡住的事和整改都不再催。',
    en: 'The secretary then says what is left behind, settles and gives back; tasks, watches, what is stuck and what was to be mended are asked of nobody any more.',
  },
  stopDone: { zh: '项目已终止，请结清账目。', en: 'The project is stopped; please settle the accounts.' },
  reason: { zh: '理由', en: 'Reason' },
  back: { zh: '先不办', en: 'Not now' },
});

/** Asks for the reason of an ending that cannot be undone. */
export function ReasonPage({
  page,
  project,
  kind,
  sources,
  error,
}: {
  page: PageFrame;
  project: Project;
  kind: 'withdraw' | 'stop';
  sources: readonly Award[];
  error?: string;
}) {
  const t = reasonText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t[`${kind}Title`]} crumbs={[{ label: project.title, href: at }, { label: t[`${kind}Title`] }]}>
      <Lead>{t[`${kind}Lead`]}</Lead>
      {sources.length > 0 && (
        <Section title={t.stopMoney}>
          <KeyValues
            items={sources.map((source) => [
              source.name,
              t.stopSource(
                yuanText(source.receivedFen),
                yuanText(source.spentFen),
                source.reservedFen > 0n ? yuanText(source.reservedFen) : '',
                yuanText(source.availableFen),
              ),
            ])}
          />
        </Section>
      )}
      {kind === 'stop' && <p>{t.stopAfter}</p>}
      <Form action={`${at}/${kind}`} errors={error ? { reason: error } : {}}>
        <TextArea name="reason" label={t.reason} required maxLength={1000} />
        <Actions>
          <Button kind="danger">{t[`${kind}Title`]}</Button>
          <ButtonLink href={at} kind="quiet">
            {t.back}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}
