import type { Project } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { Button, ButtonLink, Empty, Form, Layout, Lead, type PageFrame, Reason, State } from '../ui/index.ts';
import { stateName, stateTone } from './words.ts';

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
  nothingHint: {
    zh: '项目从居民的议题里来。请到议题页，选好已经形成决议的议题，点“由此申报项目”。',
    en: 'A project grows out of a matter: open one that has a resolution and choose to apply.',
  },
  matters: { zh: '去看议题', en: 'To the matters' },
  already: { zh: '这个议题已经申报过', en: 'This matter has been applied for already' },
  alreadyHint: {
    zh: '要接着写，请打开原来的；确实要另报一个，再从这里开始。',
    en: 'To go on writing open that one; begin here only if you mean another project.',
  },
});

/** The matter to begin from: whether it has a resolution, and the projects that came of it before. */
export interface StartMatter {
  id: string;
  title: string;
  ready: boolean;
  before: readonly Project[];
}

/** Asks to begin: a page of its own, so that a link alone starts nothing. */
export function StartPage({ page, matter }: { page: PageFrame; matter: StartMatter | null }) {
  const t = startText[page.lang];
  return (
    <Layout page={page} title={t.title}>
      {matter === null ? (
        <Empty title={t.nothing} action={<ButtonLink href={`${page.base}/matters`}>{t.matters}</ButtonLink>}>
          {t.nothingHint}
        </Empty>
      ) : !matter.ready ? (
        <Empty title={t.from(matter.title)}>{t['not-deliberated']}</Empty>
      ) : (
        <Form action={`${page.base}/projects/new`}>
          <Lead>{t.lead}</Lead>
          <p>{t.from(matter.title)}</p>
          {matter.before.length > 0 && (
            <Reason outcome="note" title={t.already}>
              <ul>
                {matter.before.map(({ id, title, serial, state }) => (
                  <li>
                    <a href={`${page.base}/projects/${id}${state === 'draft' || state === 'returned' ? '/application/what' : ''}`}>
                      {serial} {title}
                    </a>{' '}
                    <State tone={stateTone(state)}>{stateName(state, page.lang)}</State>
                  </li>
                ))}
              </ul>
              <p>{t.alreadyHint}</p>
            </Reason>
          )}
          <input type="hidden" name="matter" value={matter.id} />
          <p>
            <Button>{t.start}</Button>
          </p>
        </Form>
      )}
    </Layout>
  );
}
