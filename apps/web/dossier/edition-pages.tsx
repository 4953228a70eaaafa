import type { Covered, DossierPart, Edition, EditionPreview, Entry } from '#modules/dossier';
import type { Project } from '#modules/projects';
import {
  Actions,
  ActionForm,
  Button,
  ButtonLink,
  CheckList,
  dayText,
  Empty,
  ErrorSummary,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { editionText, kindWord } from './edition-text.ts';
import { dossierPageText } from './text.ts';

interface Place {
  code: string;
  name: string;
}

/** Up to so many covered words stand open; a longer list is opened when it is wanted, as the whole dossier follows it. */
const shownAtOnce = 20;

/** One covered word with how often and in which parts it stands. */
interface CoveredWord {
  kind: Covered['kind'];
  original: string;
  shown: string;
  times: number;
  parts: string[];
}

function coveredWords(covered: readonly Covered[]): CoveredWord[] {
  const words = new Map<string, CoveredWord>();
  for (const one of covered) {
    const key = `${one.kind} ${one.original}`;
    const known = words.get(key) ?? { kind: one.kind, original: one.original, shown: one.shown, times: 0, parts: [] };
    known.times += 1;
    if (!known.parts.includes(one.part)) known.parts.push(one.part);
    words.set(key, known);
  }
  return [...words.values()].sort((a, b) => b.times - a.times || (a.original < b.original ? -1 : 1));
}

/** A dossier before it is published: what is covered, what else is to be covered, and the whole as everybody will read it. */
export function PreviewPage(props: {
  page: PageFrame;
  project: Project;
  place: Place;
  preview: EditionPreview;
  choices: { kept: readonly string[]; added: readonly string[] };
  edition: Edition | null;
  mayPublish: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, place, preview, choices, edition } = props;
  const { lang } = page;
  const t = editionText[lang];
  const at = `${page.base}/projects/${project.id}`;
  const shown = preview[lang];
  const words = coveredWords(shown.covered);
  const names = [...new Set([...words.filter((word) => word.kind === 'name' && word.shown !== '***').map((word) => word.original), ...choices.kept])];
  return (
    <Layout
      page={page}
      title={t.title}
      crumbs={[
        { label: place.name, href: `${page.base}/n/${place.code}` },
        { label: project.title, href: at },
        { label: dossierPageText[lang].title, href: `${at}/dossier` },
        { label: t.publish },
      ]}
    >
      <ErrorSummary errors={props.errors ?? {}} />
      <Lead>{t.lead}</Lead>
      {edition && (
        <Section
          title={edition.ended ? t.endedBecause(edition.ended.reason) : t.publishedOn(dayText(edition.publishedOn, lang), edition.publishedByName, edition.no)}
        >
          {!edition.ended && (
            <>
              <Actions>
                <ButtonLink kind="quiet" href={`${at}/public-dossier`}>
                  {t.readIt}
                </ButtonLink>
              </Actions>
              <details>
                <summary>{t.end}</summary>
                <Form action={`${at}/public-edition/end`} errors={props.errors ?? {}} values={props.values ?? {}}>
                  <TextField name="reason" label={t.endReason} required />
                  <Button kind="danger">{t.end}</Button>
                </Form>
              </details>
            </>
          )}
        </Section>
      )}
      <Section title={t.coveredTitle(shown.covered.length)}>
        {words.length === 0 ? (
          <Empty title={t.nothingCovered}>{t.nothingCoveredHint}</Empty>
        ) : (
          <details class="fold" open={words.length <= shownAtOnce}>
            <summary>{t.wordByWord(words.length)}</summary>
            <div class="table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t.original}</th>
                    <th scope="col">{t.shown}</th>
                    <th scope="col">{t.kind}</th>
                    <th scope="col">{t.times}</th>
                    <th scope="col">{t.where}</th>
                  </tr>
                </thead>
                <tbody>
                  {words.map((word) => (
                    <tr>
                      <td data-h={t.original}>{word.original}</td>
                      <td data-h={t.shown}>{word.shown}</td>
                      <td data-h={t.kind}>{kindWord(word.kind, lang)}</td>
                      <td data-h={t.times}>{word.times}</td>
                      <td data-h={t.where}>{word.parts.join(lang === 'zh' ? '、' : ', ')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )}
        <form method="get" action={`${at}/public-edition`} class="form">
          {names.length > 0 && (
            <CheckList name="kept" label={t.kept} hint={t.keptHint} values={choices.kept} options={names.map((name) => ({ value: name, label: name }))} />
          )}
          <TextArea name="added" label={t.added} hint={t.addedHint} rows={2} maxLength={1000} value={choices.added.join('\n')} />
          <Button kind="quiet">{t.again}</Button>
        </form>
      </Section>
      {props.mayPublish && (
        <ActionForm action={`${at}/public-edition`}>
          <input type="hidden" name="seen" value={preview.digest} />
          {choices.kept.map((name) => (
            <input type="hidden" name="kept" value={name} />
          ))}
          <input type="hidden" name="added" value={choices.added.join('\n')} />
          <Button>{t.publishNow}</Button>
        </ActionForm>
      )}
      <Parts parts={shown.parts} lang={lang} />
    </Layout>
  );
}

/** The published dossier: for everybody. */
export function PublicDossierPage({ page, project, place, edition }: { page: PageFrame; project: Project; place: Place; edition: Edition }) {
  const { lang } = page;
  const t = editionText[lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout
      page={page}
      title={t.publicTitle(project.title)}
      crumbs={[{ label: place.name, href: `${page.base}/n/${place.code}` }, { label: project.title, href: at }, { label: dossierPageText[lang].title }]}
    >
      <Lead>{t.publicLead}</Lead>
      <Soft>{t.publishedOn(dayText(edition.publishedOn, lang), edition.publishedByName, edition.no)}</Soft>
      <Actions>
        <ButtonLink kind="quiet" href={`${at}/public-dossier.pdf`} word>
          {t.print}
        </ButtonLink>
      </Actions>
      <Parts parts={edition.parts[lang]} lang={lang} />
    </Layout>
  );
}

function Parts({ parts, lang }: { parts: readonly DossierPart[]; lang: PageFrame['lang'] }) {
  const t = dossierPageText[lang];
  return (
    <>
      {parts.map((part, index) => (
        <details open={index === 0}>
          <summary>
            {index + 1}. {part.title}
          </summary>
          {part.state === 'missing' ? (
            <Soft>{t.nothing}</Soft>
          ) : (
            part.groups.map((group) => (
              <>
                {group.heading !== undefined && <h3>{group.heading}</h3>}
                <Entries entries={group.entries} said={group.heading ?? part.title} />
              </>
            ))
          )}
        </details>
      ))}
    </>
  );
}

function Entries({ entries, said }: { entries: readonly Entry[]; said: string }) {
  const facts = entries.flatMap((entry) => (entry.kind === 'fact' ? [[entry.label, entry.value ?? '—'] as const] : []));
  return (
    <>
      {facts.length > 0 && <KeyValues items={facts} />}
      {entries.map((entry) => {
        if (entry.kind === 'text')
          return (
            <>
              {entry.label !== said && <h4>{entry.label}</h4>}
              {(entry.value ?? '—').split('\n').map((line) => (
                <p>{line}</p>
              ))}
            </>
          );
        if (entry.kind !== 'table' || entry.rows.length === 0) return null;
        return (
          <>
            {entry.label !== said && <h4>{entry.label}</h4>}
            <div class="table">
              <table>
                <thead>
                  <tr>
                    {entry.columns.map((column) => (
                      <th scope="col">{column.label}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {entry.rows.map((row) => (
                    <tr>
                      {row.map((cell, column) => (
                        <td data-h={entry.columns[column]?.label ?? ''}>{cell ?? '—'}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        );
      })}
    </>
  );
}
