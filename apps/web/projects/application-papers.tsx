import { Actions, ButtonLink, FieldRow, Fieldset, FileField, FileList, SelectField, State, TextArea, useLang } from '../ui/index.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText } from './application-text.ts';
import type { EditorView } from './application-view.ts';

/** What the policy wants, what is there, what is missing; files, and the committee's opinion for its paper. */
export function Evidence({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const g = guideText[lang];
  const { draft, page } = view;
  const at = `${page.base}/projects/${view.project.id}`;
  const nameOf = (kind: string) => view.evidenceKinds.find((one) => one.value === kind)?.label ?? t.otherEvidence;
  return (
    <>
      <Fieldset legend={t.evidence}>
        {view.needed.length > 0 && (
          <>
            <p>{g.neededPapers}</p>
            <ul>
              {view.needed.map((one) => (
                <li>
                  {one.title}{' '}
                  <State tone={one.there === null ? 'wait' : one.there ? 'good' : 'act'}>
                    {one.there === null ? g.paperUnset : one.there ? g.paperThere : g.paperMissing}
                  </State>{' '}
                  <small>{one.cite}</small>
                </li>
              ))}
            </ul>
          </>
        )}
        {draft.evidence.map((row, index) => (
          <>
            <input type="hidden" name={`evidence.${index}.kind`} value={row.kind} />
            <input type="hidden" name={`evidence.${index}.fileId`} value={row.fileId} />
            <input type="hidden" name={`evidence.${index}.name`} value={row.name} />
          </>
        ))}
        {draft.evidence.length > 0 && (
          <FileList
            items={draft.evidence.map((row) => ({
              name: row.name || nameOf(row.kind),
              href: `${page.base}/files/${row.fileId}`,
              kind: nameOf(row.kind),
              note: t.evidenceThere,
            }))}
          />
        )}
        <FieldRow>
          <SelectField name="paperKind" label={t.evidenceKind} options={[...view.evidenceKinds, { value: 'other', label: t.otherEvidence }]} />
          <FileField name="paper" label={t.evidenceFile} multiple />
        </FieldRow>
      </Fieldset>
      <Fieldset legend={g.opinion}>
        <TextArea name="opinion" label={g.opinion} hint={g.opinionHint} value={draft.opinion} rows={3} maxLength={2000} />
        {view.papersOut.length > 0 && <p>{g.papersOut}</p>}
        <ul>
          {view.papersOut.map((one) => (
            <li>
              {one.title}
              {one.signedBy.length > 0 && (lang === 'zh' ? `（${one.signedBy.join('、')}）` : ` (${one.signedBy.join(', ')})`)} <small>{one.cite}</small>
            </li>
          ))}
        </ul>
        <Actions>
          <ButtonLink href={`${at}/application.pdf`} kind="quiet" word>
            {g.applicationForm}
          </ButtonLink>
          <ButtonLink href={`${at}/budget.pdf`} kind="quiet" word>
            {g.budgetForm}
          </ButtonLink>
          <ButtonLink href={`${at}/opinion.pdf`} kind="quiet" word>
            {g.opinionForm}
          </ButtonLink>
        </Actions>
      </Fieldset>
    </>
  );
}
