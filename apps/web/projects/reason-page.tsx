import type { Project } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { Actions, Button, ButtonLink, Form, Layout, Lead, type PageFrame, TextArea } from '../ui/index.ts';

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
  stopDone: { zh: '项目已终止，请结清账目。', en: 'The project is stopped; please settle the accounts.' },
  reason: { zh: '理由', en: 'Reason' },
  back: { zh: '先不办', en: 'Not now' },
});

/** Asks for the reason of an ending that cannot be undone. */
export function ReasonPage({ page, project, kind, error }: { page: PageFrame; project: Project; kind: 'withdraw' | 'stop'; error?: string }) {
  const t = reasonText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t[`${kind}Title`]} crumbs={[{ label: project.title, href: at }, { label: t[`${kind}Title`] }]}>
      <Lead>{t[`${kind}Lead`]}</Lead>
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
