import { articleNo, type Clause, type Compared, pieces, type Version } from '#modules/house-rules';
import { KeyValues, Layout, Lead, type PageFrame, Section, Soft, State, type Tone } from '../ui/index.ts';
import { houseRuleText, ruleWord } from './text.ts';
import { standOf } from './view.ts';

const tones: Record<Compared['change'], Tone> = { same: 'plain', changed: 'act', moved: 'wait', added: 'good', removed: 'bad' };

/** Two versions clause by clause; what changed in the words is marked in both. */
export function ComparePage(props: { page: PageFrame; today: string; a: Version; b: Version; lines: readonly Compared[] }) {
  const { page, a, b, lines } = props;
  const { lang, base } = page;
  const t = houseRuleText[lang];
  const same = lines.filter((line) => line.change === 'same').length;
  return (
    <Layout page={page} title={t.compareTitle(b.title)} crumbs={[{ label: b.title, href: `${base}/house-rules/${b.ruleId}/versions/${b.no}` }]}>
      <Lead>{t.compareLead}</Lead>
      <KeyValues
        items={[a, b].map((version) => [
          t.version(version.no),
          <a href={`${base}/house-rules/${version.ruleId}/versions/${version.no}`}>{standOf(version, props.today, lang).text}</a>,
        ])}
      />
      {lines
        .filter((line) => line.change !== 'same')
        .map((line) => (
          <Section
            title={[line.after ?? line.before].map((clause) => (clause === null ? '' : `${articleNo(clause.position)} ${clause.heading}`.trim())).join('')}
          >
            <p>
              <State tone={tones[line.change]}>{ruleWord(lang, line.change)}</State>
            </p>
            <div class="cols even">
              <div>
                <h3>{t.version(a.no)}</h3>
                <Side clause={line.before} other={line.after} side="removed" absent={t.absent} />
              </div>
              <div>
                <h3>{t.version(b.no)}</h3>
                <Side clause={line.after} other={line.before} side="added" absent={t.absent} />
              </div>
            </div>
          </Section>
        ))}
      <Soft>{t.sameFold(same)}</Soft>
    </Layout>
  );
}

function Side({ clause, other, side, absent }: { clause: Clause | null; other: Clause | null; side: 'removed' | 'added'; absent: string }) {
  if (clause === null) return <Soft>{absent}</Soft>;
  const [before, after] = side === 'removed' ? [clause, other] : [other, clause];
  const found = before === null || after === null ? [{ kind: 'same' as const, text: clause.text }] : pieces(before.text, after.text);
  return (
    <p class="lines">
      <b>
        {articleNo(clause.position)} {clause.heading}
      </b>{' '}
      {found
        .filter((piece) => piece.kind === 'same' || piece.kind === side)
        .map((piece) => (piece.kind === 'same' ? piece.text : side === 'removed' ? <del>{piece.text}</del> : <ins>{piece.text}</ins>))}
    </p>
  );
}
