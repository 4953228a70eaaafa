import type { YearClose } from '#modules/books';
import { ActionForm, Button, Empty, Form, type FormErrors, Layout, Lead, type PageFrame, Section, Soft, State, TextArea } from '../ui/index.ts';
import { yearText } from './year-text.ts';

/** One year that may be closed. */
export interface YearLine {
  year: number;
  over: boolean;
  close: YearClose | null;
  /** In words, what stands against closing it; only looked for where it may be closed. */
  obstacles: string[];
}

/** Closing and opening the books of a year. */
export function YearClosePage(props: {
  page: PageFrame;
  lines: readonly YearLine[];
  ended: readonly YearClose[];
  compared: boolean;
  me: string | null;
  rights: { close: boolean; reopen: boolean };
  errors?: FormErrors;
}) {
  const { page, lines, rights } = props;
  const t = yearText[page.lang];
  const at = `${page.base}/year-close`;
  const latest = lines.find((line) => line.close?.closedAt)?.year;
  return (
    <Layout page={page} title={t.close} crumbs={[{ label: t.account, href: `${page.base}/books` }]}>
      <Lead>{t.closeLead}</Lead>
      {!props.compared && <Soft>{t.noAccounts}</Soft>}
      {lines.length === 0 && <Empty title={t.nothing} />}
      {lines.map((line) => (
        <Section title={`${line.year}`}>
          <p>
            {line.close?.closedAt ? (
              <State tone="good">{t.closed(line.close.askedByName, line.close.closedByName ?? '', line.close.closedAt.toISOString().slice(0, 10))}</State>
            ) : line.close ? (
              <State tone="act">{t.asked(line.close.askedByName)}</State>
            ) : (
              <State>{line.over ? t.open : t.running}</State>
            )}
          </p>
          {line.over && !line.close?.closedAt && (
            <>
              {line.obstacles.length > 0 ? (
                <>
                  <p>{t.obstacles}</p>
                  <ul>
                    {line.obstacles.map((words) => (
                      <li>{words}</li>
                    ))}
                  </ul>
                </>
              ) : (
                props.compared && <Soft>{t.noObstacles}</Soft>
              )}
              {rights.close && line.obstacles.length === 0 && !line.close && (
                <ActionForm action={at} fields={{ year: String(line.year) }}>
                  {t.ask}
                </ActionForm>
              )}
              {rights.close && line.close && line.close.askedBy !== props.me && (
                <ActionForm action={`${at}/confirm`} fields={{ year: String(line.year) }}>
                  {t.confirm}
                </ActionForm>
              )}
              {rights.close && line.close && (
                <ActionForm kind="quiet" action={`${at}/end`} fields={{ year: String(line.year), reason: t.takeBack }}>
                  {t.takeBack}
                </ActionForm>
              )}
            </>
          )}
          {line.close?.closedAt && line.year === latest && rights.reopen && (
            <details class="fold" open={props.errors !== undefined}>
              <summary>{t.reopen}</summary>
              <Soft>{t.reopenLead}</Soft>
              <Form action={`${at}/end`} errors={props.errors}>
                <input type="hidden" name="year" value={String(line.year)} />
                <TextArea name="reason" label={t.reason} rows={2} required maxLength={500} />
                <Button kind="danger">{t.reopen}</Button>
              </Form>
            </details>
          )}
        </Section>
      ))}
      {props.ended.length > 0 && (
        <Section title={t.history}>
          <ul>
            {props.ended.map((one) => (
              <li>
                {one.year}：{t.ended(one.endedByName ?? '', one.endedReason ?? '')}（{one.endedAt?.toISOString().slice(0, 10)}）
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  );
}
