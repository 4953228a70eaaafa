import type { Round } from '#modules/funds';
import { coverText } from '#modules/reviews';
import { ActionForm, Actions, Button, Empty, Form, Layout, Lead, type PageFrame, Section, Soft, State, TextField } from '../ui/index.ts';
import { panelText } from './panel-text.ts';
import type { CoveredLine } from './panel-view.ts';

/** What an officer sees before reviewers of a blind round do. */
export interface CoveredView {
  page: PageFrame;
  round: Round;
  blind: boolean;
  lines: readonly CoveredLine[];
  mayRelease: boolean;
}

/** Every application of a blind round as its reviewers will see it, what is covered framed. */
export function CoveredPage({ page, round, blind, lines, mayRelease }: CoveredView) {
  const { lang, base } = page;
  const t = panelText[lang];
  const at = `${base}/rounds/${round.id}`;
  return (
    <Layout page={page} title={t.covers} crumbs={[{ label: round.name, href: at }, { label: t.arrange, href: `${at}/review` }, { label: t.covers }]}>
      {!blind && <Empty title={t.notBlind}>{t.notBlindBody}</Empty>}
      {blind && (
        <>
          <Lead>{t.coversLead}</Lead>
          <Soft>{t.blindLimit}</Soft>
          {lines.length === 0 && <Empty title={t.nothingToShare}>{t.nothingToShareBody}</Empty>}
          {mayRelease && lines.some(({ no }) => no === null) && (
            <Actions>
              <ActionForm action={`${at}/covered/release`}>{t.release}</ActionForm>
            </Actions>
          )}
          {lines.map(({ project, placeName, texts, covers, words, no }) => (
            <Section title={`${project.title}（${placeName}）`} id={`p-${project.id}`}>
              <p>
                <State tone={no === null ? 'wait' : 'good'}>{no === null ? t.notReleased : t.releasedAs(no)}</State>
              </p>
              {texts.map((text) => (
                <p class="lines">{coverText(text, covers).map((piece) => (piece.covered ? <mark>{piece.text}</mark> : piece.text))}</p>
              ))}
              {words.length > 0 && <Soft>{words.join('、')}</Soft>}
              {mayRelease && (
                <Form action={`${at}/covered/word`} id={`word-${project.id}`}>
                  <input type="hidden" name="projectId" value={project.id} />
                  <TextField name="word" label={t.addWord} maxLength={60} required />
                  <Button kind="quiet">{t.addWordDo}</Button>
                </Form>
              )}
            </Section>
          ))}
        </>
      )}
    </Layout>
  );
}
