import { type DossierPart, filledIn, filledOf } from '#modules/dossier';
import type { Project } from '#modules/projects';
import { Actions, ButtonLink, Layout, Lead, type PageFrame, Progress, Section, Soft, State, type Tone } from '../ui/index.ts';
import { editionText } from './edition-text.ts';
import { dossierPageText } from './text.ts';

const tones: Record<DossierPart['state'], Tone> = { there: 'good', partly: 'wait', missing: 'bad', 'not-needed': 'plain' };

/** Labels of what a part still lacks, each once, signatures left out. */
function lacking(part: DossierPart): string[] {
  const labels = part.groups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.kind !== 'hand' && filledIn(entry).filled < filledIn(entry).fields)
    .map((entry) => entry.label);
  return [...new Set(labels)];
}

/** The contents of a dossier: what is there, what is missing, and the whole as one paper. */
export function DossierPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  parts: DossierPart[];
  links: Readonly<Record<string, string>>;
  mayPublish: boolean;
}) {
  const { page, project, parts } = props;
  const t = dossierPageText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const { fields, filled } = filledOf(parts);
  return (
    <Layout
      page={page}
      title={`${t.title}：${project.title}`}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.title }]}
      wide
    >
      <Lead>{t.lead}</Lead>
      <Progress value={filled} max={fields} label={t.filled(filled, fields)} />
      <Actions>
        <ButtonLink href={`${at}/dossier.pdf`} word>
          {t.print}
        </ButtonLink>
        {props.mayPublish && (
          <ButtonLink href={`${at}/public-edition`} kind="quiet">
            {editionText[page.lang].publish}
          </ButtonLink>
        )}
      </Actions>
      <Section title={t.contents}>
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t.part}</th>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.fields}</th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part, index) => {
                const missing = part.state === 'partly' || part.state === 'missing' ? lacking(part) : [];
                const count = filledOf([part]);
                const href = props.links[part.key];
                return (
                  <tr>
                    <td data-h={t.part}>
                      {index + 1}. {href ? <a href={`${page.base}${href}`}>{part.title}</a> : part.title}
                    </td>
                    <td data-h={t.state}>
                      <State tone={tones[part.state]}>{t[part.state]}</State>
                    </td>
                    <td data-h={t.fields}>
                      {part.state !== 'not-needed' && t.filled(count.filled, count.fields)}
                      {missing.length > 0 && <Soft>{t.lacking(missing.join('、'))}</Soft>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <Soft>{t.handNote}</Soft>
      </Section>
    </Layout>
  );
}
