import { defineText } from '#platform/i18n';
import { Button, Empty, Form, Layout, Lead, type PageFrame } from '../ui/index.ts';

/** Texts of starting an application. */
export const startText = defineText({
  title: { zh: '申报自治金项目', en: 'Apply for a project' },
  lead: { zh: '议题里写过的、会上定下的，都会填进申报书，不用再写一遍。', en: 'What was written and decided already is filled in.' },
  from: (title: string) => ({ zh: `从议题“${title}”开始`, en: `From the matter “${title}”` }),
  start: { zh: '开始填申报书', en: 'Begin the application' },
  'not-deliberated': {
    zh: '这个议题还没有形成决议。请先开会商议，把决议记下来，再来申报。',
    en: 'There is no resolution on this matter yet: hold a meeting first.',
  },
  nothing: { zh: '先选一个议题', en: 'Choose a matter first' },
  nothingHint: { zh: '项目从居民的议题里来。请到议题页，选好议题后点“申报项目”。', en: 'A project grows out of a matter: open one and choose to apply.' },
});

/** Asks to begin: a page of its own, so that a link alone starts nothing. */
export function StartPage({ page, matter }: { page: PageFrame; matter: { id: string; title: string; ready: boolean } | null }) {
  const t = startText[page.lang];
  return (
    <Layout page={page} title={t.title}>
      {matter === null ? (
        <Empty title={t.nothing}>{t.nothingHint}</Empty>
      ) : !matter.ready ? (
        <Empty title={t.from(matter.title)}>{t['not-deliberated']}</Empty>
      ) : (
        <Form action={`${page.base}/projects/new`}>
          <Lead>{t.lead}</Lead>
          <p>{t.from(matter.title)}</p>
          <input type="hidden" name="matter" value={matter.id} />
          <p>
            <Button>{t.start}</Button>
          </p>
        </Form>
      )}
    </Layout>
  );
}
